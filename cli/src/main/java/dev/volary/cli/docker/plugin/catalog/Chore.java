package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import java.util.Locale;

/// What is to be done after Docker had its answer; done again after a crash.
///
/// @param volume the depot's volume it is about
/// @param target a worktree's id, a path, or the volume again, by its kind
/// @param occasion tells it from one of before that is being done perhaps; may be empty
public record Chore(Kind kind, VolumeName volume, String target, String occasion) {
  /// What there is to do.
  public enum Kind {
    /// Commit the worktree of this id.
    COMMIT,
    /// Take away the read-only view at this path.
    UNBIND,
    /// Delete the throw-away worktree of this id.
    DISCARD,
    /// Move the worktree of this id out of the way, its branch free for others.
    RETIRE,
    /// Delete the worktree of this id, which is out of the way; what was not committed is kept.
    EMPTY,
    /// Put the volume into the depot's trash.
    BURY
  }

  /// Tells whether another does the same, whatever its occasion.
  public boolean isLike(Chore other) {
    return kind == other.kind && volume.equals(other.volume) && target.equals(other.target);
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("volume", volume.text())
        .with("target", target)
        .with("occasion", occasion);
  }

  static Chore of(JsonObject json) {
    String word = json.text("kind").toUpperCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(word)) {
        return new Chore(
            kind, new VolumeName(json.text("volume")), json.text("target"), json.text("occasion"));
      }
    }
    throw new VolaryException(Fault.TOO_NEW, "there is no kind of chore " + json.text("kind"));
  }
}
