package dev.volary.remote.message;

import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.Optional;

/// Whether a ref may move as asked.
///
/// @param objection why not, in words; empty if it may
public record CommandVerdict(RefName ref, Optional<String> objection) {
  /// Shortens an objection that is too long to be sent.
  public CommandVerdict {
    objection = objection.map(Fields::sentence);
  }

  /// A ref that may move.
  public static CommandVerdict granted(RefName ref) {
    return new CommandVerdict(ref, Optional.empty());
  }

  /// A ref that may not move, and why.
  public static CommandVerdict denied(RefName ref, String objection) {
    return new CommandVerdict(ref, Optional.of(objection));
  }

  /// Tells whether the ref may move.
  public boolean isGranted() {
    return objection.isEmpty();
  }

  void write(ByteWriter out) {
    Fields.ref(ref, out);
    Fields.optional(out, objection, (text, to) -> Fields.text(to, text));
  }

  static CommandVerdict read(ByteReader in) {
    return new CommandVerdict(
        Fields.ref(in),
        Fields.optional(in, from -> Fields.text(from, TransferLimits.MAX_SENTENCE_BYTES)));
  }
}
