package dev.volary.remote.message;

import dev.volary.core.error.Fault;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.Optional;

/// Whether a ref may move as asked.
///
/// @param objection why not; empty if it may
public record CommandVerdict(RefName ref, Optional<Objection> objection) {
  private static final int MAX_CODE_BYTES = 64;

  /// Why a ref may not move.
  ///
  /// @param fault what the pusher can do about it
  /// @param text in Git's words, such as `non-fast-forward`
  public record Objection(Fault fault, String text) {
    /// Shortens a text that is too long to be sent.
    public Objection {
      text = Fields.sentence(text);
    }

    void write(ByteWriter out) {
      Fields.text(out, fault.code());
      Fields.text(out, text);
    }

    static Objection read(ByteReader in) {
      String code = Fields.text(in, MAX_CODE_BYTES);
      for (Fault fault : Fault.values()) {
        if (fault.code().equals(code)) {
          return new Objection(fault, Fields.text(in, TransferLimits.MAX_SENTENCE_BYTES));
        }
      }
      throw in.corrupt("there is no fault of this code");
    }
  }

  /// A ref that may move.
  public static CommandVerdict granted(RefName ref) {
    return new CommandVerdict(ref, Optional.empty());
  }

  /// A ref that the pusher may not move, and why.
  public static CommandVerdict denied(RefName ref, String text) {
    return denied(ref, Fault.NOT_PERMITTED, text);
  }

  /// A ref that does not move for a reason of this kind.
  public static CommandVerdict denied(RefName ref, Fault fault, String text) {
    return new CommandVerdict(ref, Optional.of(new Objection(fault, text)));
  }

  /// Tells whether the ref may move.
  public boolean isGranted() {
    return objection.isEmpty();
  }

  void write(ByteWriter out) {
    Fields.ref(ref, out);
    Fields.optional(out, objection, Objection::write);
  }

  static CommandVerdict read(ByteReader in) {
    return new CommandVerdict(Fields.ref(in), Fields.optional(in, Objection::read));
  }
}
