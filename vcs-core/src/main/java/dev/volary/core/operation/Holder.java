package dev.volary.core.operation;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import java.util.Locale;

/// What keeps data in the depot.
///
/// @param kind such as `branch`, `tag`, `worktree`, `trash`
/// @param name which one, in its volume
public record Holder(VolumeName volume, String kind, String name) {
  /// The kind of what a volume in the trash holds.
  public static final String TRASHED_VOLUME = "trashed volume";

  static Holder of(VolumeName volume, RefName ref) {
    String kind = ref.isBranch() ? "branch" : ref.isTag() ? "tag" : "remote branch";
    return new Holder(volume, kind, ref.shortName());
  }

  static Holder of(VolumeName volume, ShelvedRef ref) {
    return new Holder(
        volume, ref.shelf().name().toLowerCase(Locale.ROOT), ref.origin().shortName());
  }

  /// Tells whether this is a volume that was deleted and can still be brought back.
  public boolean isTrashedVolume() {
    return kind.equals(TRASHED_VOLUME);
  }
}
