package dev.volary.remote.message;

import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.Optional;

/// What a push asks of one ref.
///
/// @param before where the pusher saw it; empty if it must not exist
/// @param after where it is to stand; empty to delete it; the same, to bring data again that was
///   let go there
/// @param force whether it may leave commits behind
public record RefCommand(
    RefName ref, Optional<GitObjectId> before, Optional<GitObjectId> after, boolean force) {
  /// Refuses what asks for nothing.
  public RefCommand {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("nothing is asked of " + ref);
    }
  }

  void write(ByteWriter out) {
    Fields.ref(ref, out);
    Fields.optional(out, before, Fields::object);
    Fields.optional(out, after, Fields::object);
    Fields.truth(out, force);
  }

  static RefCommand read(ByteReader in) {
    return new RefCommand(
        Fields.ref(in),
        Fields.optional(in, Fields::object),
        Fields.optional(in, Fields::object),
        Fields.truth(in));
  }
}
