package dev.volary.remote.message;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteWriter;
import java.util.List;

/// Says that a fetch of objects has begun.
///
/// @param session what its further requests name
/// @param withoutData wanted commits whose data is not on the server
public record FetchBegun(TransferId session, List<CommitId> withoutData) {
  private static final int MAX_BODY = 32 + TransferLimits.MAX_WITHOUT_DATA * 20;
  private static final MessageForm FORM = MessageForm.of("VFBN", "fetch begun", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public FetchBegun {
    withoutData = List.copyOf(withoutData);
    if (withoutData.size() > TransferLimits.MAX_WITHOUT_DATA) {
      throw new IllegalArgumentException(withoutData.size() + " commits");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(32 + 20 * withoutData.size());
    session.write(out);
    Fields.list(out, withoutData, Fields::commit);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static FetchBegun read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new FetchBegun(
                TransferId.read(in),
                Fields.list(in, TransferLimits.MAX_WITHOUT_DATA, Fields::commit)));
  }
}
