package dev.volary.remote.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bytes from one thread to another through a buffer of limited size.
///
/// Unlike the JDK's pipe it wakes the reader at once, and an end that is no end is seen: a reader
/// sees the end only after the writer closed, and a failure where it gave up.
public final class Pipe {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int count;
  private boolean ended;
  private boolean abandoned;
  private @Nullable Throwable failure;

  /// Returns the end that is read; closing it makes writing fail.
  public InputStream source() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : take(target, offset, length);
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }

  /// Returns the end that is written; closing it is the end of the bytes.
  public OutputStream sink() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
          done += give(source, offset + done, length - done);
        }
      }

      @Override
      public void close() {
        end(null);
      }
    };
  }

  /// Gives up writing: the reader fails with `cause` where it would go on. Of no effect after the
  /// end.
  public void fail(Throwable cause) {
    end(cause);
  }

  private void end(@Nullable Throwable cause) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = cause;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void abandon() {
    lock.lock();
    try {
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (count == 0 && !ended && !abandoned) {
        changed.awaitUninterruptibly();
      }
      if (abandoned) {
        throw new IOException("the stream is closed");
      }
      if (failure != null) {
        throw new IOException("it was cut off: " + failure.getMessage(), failure);
      }
      if (count == 0) {
        return -1;
      }
      int taken = Math.min(Math.min(length, count), BUFFER_BYTES - start);
      System.arraycopy(buffer, start, target, offset, taken);
      start = (start + taken) % BUFFER_BYTES;
      count -= taken;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private int give(byte[] source, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (count == BUFFER_BYTES && !ended && !abandoned) {
        changed.awaitUninterruptibly();
      }
      if (abandoned || ended) {
        throw new IOException("nobody reads any more");
      }
      int at = (start + count) % BUFFER_BYTES;
      int given = Math.min(Math.min(length, BUFFER_BYTES - count), BUFFER_BYTES - at);
      System.arraycopy(source, offset, buffer, at, given);
      count += given;
      changed.signalAll();
      return given;
    } finally {
      lock.unlock();
    }
  }
}
