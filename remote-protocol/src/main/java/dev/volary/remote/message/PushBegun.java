package dev.volary.remote.message;

import dev.volary.core.io.ByteWriter;
import java.util.List;
import java.util.Optional;

/// The verdicts on a push, and where its bytes go.
///
/// @param session what further requests name; empty if nothing may be sent
/// @param resumed whether the session holds what an earlier attempt sent
/// @param verdicts one for each command, in their order
/// @param maxPackBytes the longest record stream the server takes
public record PushBegun(
    Optional<TransferId> session,
    boolean resumed,
    List<CommandVerdict> verdicts,
    long maxPackBytes) {
  private static final int MAX_BODY = 32 + TransferLimits.MAX_COMMANDS * 5300;
  private static final MessageForm FORM = MessageForm.of("VPBN", "push begun", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public PushBegun {
    verdicts = List.copyOf(verdicts);
    if (verdicts.size() > TransferLimits.MAX_COMMANDS || resumed && session.isEmpty()) {
      throw new IllegalArgumentException(verdicts.size() + " verdicts, resumed " + resumed);
    }
    if (maxPackBytes < TransferLimits.MAX_RECORD_BYTES
        || maxPackBytes > TransferLimits.MAX_PACK_BYTES) {
      throw new IllegalArgumentException("packs of " + maxPackBytes + " bytes");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(64 + verdicts.size() * 96);
    Fields.optional(out, session, TransferId::write);
    Fields.truth(out, resumed);
    Fields.list(out, verdicts, CommandVerdict::write);
    return FORM.seal(out.varint(maxPackBytes));
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static PushBegun read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new PushBegun(
                Fields.optional(in, TransferId::read),
                Fields.truth(in),
                Fields.list(in, TransferLimits.MAX_COMMANDS, CommandVerdict::read),
                in.varint(TransferLimits.MAX_PACK_BYTES)));
  }
}
