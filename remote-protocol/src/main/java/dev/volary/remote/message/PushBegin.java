package dev.volary.remote.message;

import dev.volary.core.io.ByteWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Asks whether refs may move as said, before any byte is sent.
///
/// @param atomic whether all refs move or none
/// @param dryRun whether only the verdicts are wanted
/// @param plannedBytes about how many bytes of packs will follow at least, for quotas; 0 if unknown
public record PushBegin(
    List<RefCommand> commands, boolean atomic, boolean dryRun, long plannedBytes) {
  private static final int MAX_BODY = 16 + TransferLimits.MAX_COMMANDS * 1100;
  private static final MessageForm FORM = MessageForm.of("VPBG", "push begin", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public PushBegin {
    commands = List.copyOf(commands);
    if (commands.isEmpty() || commands.size() > TransferLimits.MAX_COMMANDS || plannedBytes < 0) {
      throw new IllegalArgumentException(commands.size() + " refs, " + plannedBytes + " bytes");
    }
    Set<Object> refs = new HashSet<>();
    commands.forEach(command -> refs.add(command.ref()));
    if (refs.size() < commands.size()) {
      throw new IllegalArgumentException("two commands for one ref");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(16 + commands.size() * 96);
    Fields.list(out, commands, RefCommand::write);
    Fields.truth(out, atomic);
    Fields.truth(out, dryRun);
    out.varint(plannedBytes);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static PushBegin read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new PushBegin(
                Fields.list(in, TransferLimits.MAX_COMMANDS, RefCommand::read),
                Fields.truth(in),
                Fields.truth(in),
                in.varint(Long.MAX_VALUE)));
  }
}
