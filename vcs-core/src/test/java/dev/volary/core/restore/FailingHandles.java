package dev.volary.core.restore;

import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.LinuxException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Handles whose n-th changing call, and every one after it, fails before it does anything: the
/// process is as good as killed there.
final class FailingHandles {
  private static final Set<String> HARMLESS =
      Set.of(
          "stat",
          "statIfPresent",
          "names",
          "openDirectory",
          "readLink",
          "xattrs",
          "ownXattrs",
          "fileSystem",
          "close",
          "read",
          "nextData",
          "nextHole",
          "descriptor",
          "subvolumes");

  private final AtomicLong left;

  FailingHandles(long calls) {
    this.left = new AtomicLong(calls);
  }

  /// Tells whether a call was made to fail.
  boolean hasFailed() {
    return left.get() < 0;
  }

  DirectoryHandle wrap(DirectoryHandle handle) {
    return wrap(handle, DirectoryHandle.class);
  }

  private <T> T wrap(T handle, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Failing(handle)));
  }

  /// Passes calls on until they fail.
  private final class Failing implements InvocationHandler {
    private final Object handle;

    Failing(Object handle) {
      this.handle = handle;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      boolean opening = method.getName().equals("openFile") && "READ".equals(arguments[1] + "");
      if (!opening && !HARMLESS.contains(method.getName()) && left.decrementAndGet() < 0) {
        throw new LinuxException(method.getName(), "", Errno.EIO);
      }
      Object[] plain = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < plain.length; i++) {
        if (plain[i] != null
            && Proxy.isProxyClass(plain[i].getClass())
            && Proxy.getInvocationHandler(plain[i]) instanceof Failing inner) {
          plain[i] = inner.handle;
        }
      }
      try {
        Object result = method.invoke(handle, plain);
        return switch (result) {
          case DirectoryHandle directory -> wrap(directory, DirectoryHandle.class);
          case FileHandle file -> wrap(file, FileHandle.class);
          case null, default -> result;
        };
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
