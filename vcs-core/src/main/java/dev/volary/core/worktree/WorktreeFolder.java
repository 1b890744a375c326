package dev.volary.core.worktree;

import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files a depot keeps for one worktree.
///
/// @param id the folder's name
/// @param directory the folder
public record WorktreeFolder(WorktreeId id, Path directory) {
  /// Returns the file of the worktree's record.
  public Path recordFile() {
    return directory.resolve("record");
  }

  /// Returns the file of what was seen clean, whose loss costs time only.
  public Path statCacheFile() {
    return directory.resolve("statcache");
  }

  /// Returns the file of a restore's intent, which exists only while one is under way.
  public Path intentFile() {
    return directory.resolve("intent");
  }

  /// Returns the file of the containers that were stopped for a change, which exists until they run
  /// again.
  public Path restartFile() {
    return directory.resolve("restart");
  }

  /// Returns the file of attributes that the directory can't hold.
  public Path unheldFile() {
    return directory.resolve("unheld");
  }

  /// Returns the top of a worktree whose subvolumes lie elsewhere.
  public Path topDirectory() {
    return directory.resolve("top");
  }

  /// Reads the record.
  public WorktreeRecord read() throws IOException {
    return WorktreeRecord.decode(recordFile().toString(), Files.readAllBytes(recordFile()));
  }

  /// Replaces the record, durably.
  public void write(WorktreeRecord record) throws IOException {
    AtomicFile.publish(recordFile(), record.encode());
  }
}
