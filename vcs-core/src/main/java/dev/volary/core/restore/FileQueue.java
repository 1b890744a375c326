package dev.volary.core.restore;

import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.restore.EntryWork.Spot;
import dev.volary.core.restore.entry.AttributeTarget;
import dev.volary.core.restore.entry.Crew;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.plan.Action;
import dev.volary.core.scan.Unheld;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands files to the crew: a small one as a whole, a large new one in ranges, so that all cores
/// work on it.
final class FileQueue {
  /// The bytes of a large file that are one task.
  private static final long RANGE = 32L << 20;

  private final Crew crew;
  private final EntryWork work;

  FileQueue(Crew crew, EntryWork work) {
    this.crew = crew;
    this.work = work;
  }

  /// Makes a file where nothing stands.
  void create(Spot spot) throws IOException {
    RegularNode file = spot.file();
    if (!spot.atOnce() && file.content() instanceof MapContent && file.size() >= 2 * RANGE) {
      createLarge(spot, file);
    } else {
      submit(spot, () -> work.create(spot));
    }
  }

  /// Changes a file as planned.
  void change(Spot spot, FileStat scanned, Action action) throws IOException {
    submit(spot, () -> changeNow(spot, scanned, action));
  }

  /// Changes any entry but a directory as planned, in this thread.
  Unheld changeNow(Spot spot, FileStat scanned, Action action) throws IOException {
    return switch (action) {
      case PATCH -> work.patch(spot, scanned);
      case ATTRIBUTES -> work.attributesOf(spot, scanned);
      case REWRITE -> work.rewrite(spot, scanned);
      case LEAVE, ENTER, PASS, REMOVE, CREATE, EXCHANGE, LINK ->
          throw new IllegalArgumentException(action + " changes no file");
    };
  }

  private void createLarge(Spot spot, RegularNode file) throws IOException {
    LargeFile large = new LargeFile(spot, work.openNew(spot, spot.name()));
    spot.folder().enter();
    try {
      if (work.share(large.handle, spot)) {
        return;
      }
      for (long from = 0; from < file.size(); from += RANGE) {
        long start = from;
        large.begin();
        crew.submit(
            new Crew.Task() {
              @Override
              public void run() throws IOException {
                boolean done = false;
                try {
                  work.fill(large.handle, file, start, Math.min(file.size(), start + RANGE));
                  done = true;
                } finally {
                  large.end(done);
                }
              }

              @Override
              public void abandon() {
                large.abandon();
              }
            },
            weight(spot));
      }
    } finally {
      large.end(!crew.failed());
    }
  }

  private void submit(Spot spot, Work task) throws IOException {
    Folder folder = spot.folder().enter();
    crew.submit(
        new Crew.Task() {
          @Override
          public void run() throws IOException {
            boolean done = false;
            try {
              task.run();
              done = true;
            } finally {
              folder.leave(done);
            }
          }

          @Override
          public void abandon() {
            release(folder);
          }
        },
        weight(spot));
  }

  private static int weight(Spot spot) {
    return spot.want().attributes().xattrBytes() + 2 * spot.name().size();
  }

  private static void release(Folder folder) {
    try {
      folder.leave(false);
    } catch (IOException e) {
      // Nothing is finished when a task is abandoned, so nothing can fail.
      throw new IllegalStateException(e);
    }
  }

  /// Something done to one file.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /// A file that several tasks write, finished by the last of them.
  private final class LargeFile {
    private final Spot spot;
    private final FileHandle handle;
    private final AtomicInteger open = new AtomicInteger(1);
    private volatile boolean failed;

    LargeFile(Spot spot, FileHandle handle) {
      this.spot = spot;
      this.handle = handle;
    }

    void begin() {
      open.incrementAndGet();
    }

    void end(boolean done) throws IOException {
      failed |= !done;
      if (open.decrementAndGet() > 0) {
        return;
      }
      boolean complete = false;
      try (handle) {
        if (!failed) {
          work.attributes(spot, new AttributeTarget.Opened(handle));
          complete = true;
        }
      } finally {
        spot.folder().leave(complete);
      }
    }

    void abandon() {
      failed = true;
      if (open.decrementAndGet() == 0) {
        handle.close();
        release(spot.folder());
      }
    }
  }
}
