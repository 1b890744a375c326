package dev.volary.core.capture;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.scan.StatCacheWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a capture found.
///
/// @param root the tree's id
/// @param entries how many entries are beneath the top
/// @param bytes the sizes of the regular files, each counted once however many names it has
/// @param readEntries how many entries were read; the others were known to be the base's
/// @param readBytes how many bytes of file content were read
/// @param captured when it was complete
/// @param torn the files that changed under every attempt to read them
/// @param moved the first entry that was found changed since the walk, if a second look was wanted
/// @param mountPoints the mounted file systems that were not entered
/// @param inParts whether a snapshot of the subvolume of btrfs that the top lies in has not all of
///   it
/// @param warnings sentences for the user
/// @param statCache the file of what is clean now, to be published once the tree is the worktree's
///   base, or discarded
public record CaptureResult(
    ObjectId root,
    long entries,
    long bytes,
    long readEntries,
    long readBytes,
    Instant captured,
    List<ByteString> torn,
    Optional<ByteString> moved,
    List<ByteString> mountPoints,
    boolean inParts,
    List<String> warnings,
    Path statCache) {
  public CaptureResult {
    torn = List.copyOf(torn);
    mountPoints = List.copyOf(mountPoints);
    warnings = List.copyOf(warnings);
  }

  /// Puts the new stat cache in the place of the worktree's.
  public void publishStatCache(Path target) throws IOException {
    StatCacheWriter.publish(statCache, target);
  }

  /// Removes the new stat cache.
  public void discardStatCache() throws IOException {
    Files.deleteIfExists(statCache);
  }
}
