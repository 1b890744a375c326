package dev.volary.core.capture.tree;

import dev.volary.core.capture.content.ContentCapture;
import dev.volary.core.capture.likeness.Predecessors;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.scan.UnheldAttributes;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;

/// All that turning one scan into a tree needs.
///
/// @param sink where new objects go
/// @param source where the base's objects, and new ones, are read
/// @param base the base's top directory
/// @param known what was clean in the base
/// @param predecessors finds what new files resemble
/// @param cache where to write what is clean now
/// @param readers the threads that read entries
/// @param manner how to treat what is found
public record CaptureJob(
    Scan scan,
    ObjectSink sink,
    ObjectSource source,
    Optional<Top> base,
    Optional<StatCacheReader> known,
    Predecessors predecessors,
    StatCacheWriter cache,
    ContentCapture contents,
    ExecutorService readers,
    Manner manner) {

  /// How entries are treated.
  ///
  /// @param unheld what the worktree can't hold
  /// @param hostXattrs whether the host's extended attributes are kept too
  /// @param trustStat whether the file system's attributes show every change
  /// @param comparing whether nothing is stored and the new cache speaks of the base
  /// @param attempts how often an entry that changes while it is read is tried
  /// @param postponed files for which the base's version stands, or nothing, instead of reading
  ///   them
  /// @param progress is told the bytes read so far, from any thread
  public record Manner(
      UnheldAttributes unheld,
      boolean hostXattrs,
      boolean trustStat,
      boolean comparing,
      int attempts,
      Postponement postponed,
      LongConsumer progress) {}
}
