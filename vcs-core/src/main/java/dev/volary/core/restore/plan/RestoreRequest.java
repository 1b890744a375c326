package dev.volary.core.restore.plan;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import java.nio.file.Path;
import java.util.Optional;

/// What to make of a directory.
///
/// @param top the directory on disk; stays open
/// @param wanted the root of the tree it shall be
/// @param paths the part of the tree to restore; everything else stays as it is
/// @param known what is known of the directory now
/// @param discard whether what differs from the base may be overwritten
/// @param before the own attributes of what is closed meanwhile, where the directory itself no
///   longer tells: after an interrupted restore
public record RestoreRequest(
    DirectoryHandle top,
    ObjectId wanted,
    PathFilter paths,
    Known known,
    boolean discard,
    Optional<Doors> before) {
  /// What is known of a directory before a restore.
  ///
  /// @param base the root of the tree it was made from or committed to last
  /// @param filter what is not data: an entry that it leaves out is written only where none stands
  ///   and removed or changed only if it is the base's; one that is never data is not touched
  /// @param unheld what of the base it can't hold
  /// @param statCache the file of what was clean in the base; it need not exist
  public record Known(
      Optional<ObjectId> base,
      DirectoryFilter filter,
      UnheldAttributes unheld,
      Optional<Path> statCache) {
    /// Nothing is known: everything there is read.
    public static final Known NOTHING =
        new Known(
            Optional.empty(), DirectoryFilter.NOTHING, UnheldAttributes.NONE, Optional.empty());
  }

  /// Returns a request to fill the new directory `top` with what `wanted` says, but for what is
  /// never data by `filter`.
  public static RestoreRequest all(DirectoryHandle top, ObjectId wanted, DirectoryFilter filter) {
    Known known = new Known(Optional.empty(), filter, UnheldAttributes.NONE, Optional.empty());
    return new RestoreRequest(top, wanted, PathFilter.ALL, known, true, Optional.empty());
  }

  /// Returns a request to make all of `top` what `wanted` says, whatever is there.
  public static RestoreRequest all(DirectoryHandle top, ObjectId wanted) {
    return new RestoreRequest(top, wanted, PathFilter.ALL, Known.NOTHING, true, Optional.empty());
  }
}
