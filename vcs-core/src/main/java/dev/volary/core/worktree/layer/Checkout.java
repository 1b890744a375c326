package dev.volary.core.worktree.layer;

import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.layer.MountTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// One commit's files, made once and never written again.
///
/// @param folder its folder; the files are beneath, and complete once the mark is there
public record Checkout(Path folder) {
  private static final byte[] MARK = "volary checkout 1\n".getBytes(StandardCharsets.US_ASCII);

  /// Returns the directory of the files.
  public Path tree() {
    return folder.resolve("tree");
  }

  /// Returns the file of what its files' attributes are, by which others know them unchanged.
  public Path statCacheFile() {
    return folder.resolve("statcache");
  }

  private Path mark() {
    return folder.resolve("complete");
  }

  /// Tells whether all of it is there.
  public boolean isComplete() {
    return Files.exists(mark());
  }

  /// Says that all of it is there and on disk.
  public void complete() throws IOException {
    AtomicFile.publish(mark(), MARK);
  }

  private Path fitMark() {
    return folder.resolve("fit");
  }

  /// Tells whether its tree was found to be seen through an overlay as it is.
  public boolean isFit() {
    return isComplete() && Files.exists(fitMark());
  }

  /// Says that its tree is seen through an overlay as it is.
  public void markFit() throws IOException {
    if (!Files.exists(fitMark())) {
      AtomicFile.publish(fitMark(), new byte[0]);
    }
  }

  /// Notes that it was used.
  public void touch(Instant now) throws IOException {
    Files.setLastModifiedTime(mark(), FileTime.from(now));
  }

  /// Returns when it was used last.
  public Instant lastUsed() throws IOException {
    return Files.getLastModifiedTime(isComplete() ? mark() : folder).toInstant();
  }

  /// Makes it a mount that nobody can write through, root included, unless it is one already.
  public void protect() throws IOException {
    ByteString path = Linux.realPath(Linux.bytes(tree()));
    if (MountTable.read().at(path).isEmpty()) {
      Linux.protect(path);
    }
  }

  /// Takes the protection off, so that it can be deleted.
  public void unprotect() throws IOException {
    if (Files.exists(tree())) {
      ByteString path = Linux.realPath(Linux.bytes(tree()));
      while (MountTable.read().at(path).isPresent()) {
        Linux.unmount(path, true);
      }
    }
  }
}
