package dev.volary.remote.message;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteWriter;
import java.util.List;

/// Says that a fetch of objects has begun.
///
/// @param session what its further requests name
/// @param withoutData wanted commits whose data is not on the server
/// @param trees how many directories and file maps can be asked for beyond those of the haves
/// @param chunks how many chunks can
public record FetchBegun(TransferId session, List<CommitId> withoutData, long trees, long chunks) {
  private static final int MAX_BODY = 64 + TransferLimits.MAX_WITHOUT_DATA * 20;
  private static final MessageForm FORM = MessageForm.of("VFBN", "fetch begun", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public FetchBegun {
    withoutData = List.copyOf(withoutData);
    if (withoutData.size() > TransferLimits.MAX_WITHOUT_DATA || trees < 0 || chunks < 0) {
      throw new IllegalArgumentException(withoutData.size() + " commits");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(64 + 20 * withoutData.size());
    session.write(out);
    Fields.list(out, withoutData, Fields::commit);
    out.varint(trees).varint(chunks);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static FetchBegun read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new FetchBegun(
                TransferId.read(in),
                Fields.list(in, TransferLimits.MAX_WITHOUT_DATA, Fields::commit),
                in.varint(Long.MAX_VALUE),
                in.varint(Long.MAX_VALUE)));
  }
}
