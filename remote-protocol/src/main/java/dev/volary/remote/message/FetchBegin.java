package dev.volary.remote.message;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteWriter;
import java.util.List;

/// Begins a fetch of objects.
///
/// @param wants commits that refs show; their data and that of what they descend from may be asked
///   for
/// @param haves complete commits of the receiver; what they reach is not sent and may be a base
public record FetchBegin(List<CommitId> wants, List<CommitId> haves) {
  private static final int MAX_BODY = 16 + 2 * TransferLimits.MAX_TIPS * 20;
  private static final MessageForm FORM = MessageForm.of("VFBG", "fetch begin", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public FetchBegin {
    wants = List.copyOf(wants);
    haves = List.copyOf(haves);
    if (wants.isEmpty()
        || wants.size() > TransferLimits.MAX_TIPS
        || haves.size() > TransferLimits.MAX_TIPS) {
      throw new IllegalArgumentException(wants.size() + " wants, " + haves.size() + " haves");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(16 + 20 * (wants.size() + haves.size()));
    Fields.list(out, wants, Fields::commit);
    Fields.list(out, haves, Fields::commit);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static FetchBegin read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new FetchBegin(
                Fields.list(in, TransferLimits.MAX_TIPS, Fields::commit),
                Fields.list(in, TransferLimits.MAX_TIPS, Fields::commit)));
  }
}
