package dev.volary.core.capture.consistency;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the processes that may write to a tree: those with a file in it open for writing or mapped
/// writable, and database servers that work in it. Containers are looked into by comparing places
/// on file systems, not paths.
public final class WriterDetection {
  /// Servers that hold files open only now and then, but whose working directory is their data.
  private static final Set<String> SERVERS =
      Set.of("postgres", "postmaster", "mysqld", "mariadbd", "redis-server", "valkey-server");

  private final DirectoryHandle proc;
  private final long ownProcess;

  /// Looks at the processes that `proc` (`/proc`) shows, but for `ownProcess`.
  public WriterDetection(DirectoryHandle proc, long ownProcess) {
    this.proc = proc;
    this.ownProcess = ownProcess;
  }

  /// Returns who may write to the tree whose top has this real path.
  public WriterReport find(ByteString top) throws IOException {
    Search search;
    try (DirectoryHandle own = proc.openDirectory(name(ownProcess))) {
      search = new Search(new ProcessView(own).mounts().placeOf(top));
    }
    List<Writer> writers = new ArrayList<>();
    int unseen = 0;
    for (long pid : processes()) {
      try (DirectoryHandle process = proc.openDirectory(name(pid))) {
        ProcessView view = new ProcessView(process);
        if (search.mayWrite(view)) {
          writers.add(new Writer(view.program(), pid));
        }
      } catch (LinuxException e) {
        // Anything else is a process that has ended.
        unseen += e.is(Errno.EACCES) || e.is(Errno.EPERM) ? 1 : 0;
      }
    }
    return new WriterReport(writers, unseen);
  }

  private List<Long> processes() throws IOException {
    List<Long> pids = new ArrayList<>();
    for (ByteString name : proc.names()) {
      String text = name.toString();
      if (text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty()) {
        pids.add(Long.parseLong(text));
      }
    }
    pids.remove(ownProcess);
    pids.sort(Comparator.naturalOrder());
    return pids;
  }

  private static ByteString name(long pid) {
    return ByteString.utf8(Long.toString(pid));
  }

  /// One search, which reads the mounts of each namespace once.
  private static final class Search {
    private final Optional<MountTable.Place> top;
    private final Map<ByteString, MountTable> mounts = new HashMap<>();

    Search(Optional<MountTable.Place> top) {
      this.top = top;
    }

    boolean mayWrite(ProcessView view) throws IOException {
      MountTable table = mountsOf(view);
      for (ProcessView.Descriptor descriptor : view.descriptors()) {
        if (isInside(table, descriptor.path()) && isForWriting(view, descriptor)) {
          return true;
        }
      }
      for (ByteString path : view.writableMappings()) {
        if (isInside(table, path)) {
          return true;
        }
      }
      return SERVERS.contains(view.program()) && isInside(table, view.workingDirectory());
    }

    private MountTable mountsOf(ProcessView view) throws IOException {
      ByteString namespace = view.mountNamespace();
      MountTable table = mounts.get(namespace);
      if (table == null) {
        table = view.mounts();
        mounts.put(namespace, table);
      }
      return table;
    }

    private boolean isInside(MountTable table, ByteString path) {
      Optional<MountTable.Place> place = table.placeOf(path);
      return top.isPresent() && place.isPresent() && top.get().holds(place.get());
    }

    private static boolean isForWriting(ProcessView view, ProcessView.Descriptor descriptor)
        throws IOException {
      try {
        return view.isForWriting(descriptor);
      } catch (LinuxException e) {
        if (e.is(Errno.ENOENT)) {
          return false;
        }
        throw e;
      }
    }
  }
}
