package dev.volary.remote.message;

import dev.volary.core.io.ByteWriter;
import java.util.List;

/// Asks, within a fetch, for objects.
///
/// @param batch the number of this request, counted from 1; asked again after a cut under the same
/// @param confirmed all batches up to this one are received, so that their objects may be bases
/// @param below also all directories and file maps below those asked for that the receiver lacks
/// @param objects what is asked for, at most [TransferLimits#MAX_OBJECTS]
public record ObjectRequest(int batch, int confirmed, boolean below, List<ObjectRef> objects) {
  private static final int MAX_BODY = 32 + TransferLimits.MAX_OBJECTS * ObjectRef.BYTES;
  private static final MessageForm FORM = MessageForm.of("VORQ", "object request", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public ObjectRequest {
    objects = List.copyOf(objects);
    if (objects.isEmpty() || objects.size() > TransferLimits.MAX_OBJECTS) {
      throw new IllegalArgumentException(objects.size() + " objects");
    }
    if (batch < 1 || batch > TransferLimits.MAX_BATCHES || confirmed < 0 || confirmed >= batch) {
      throw new IllegalArgumentException("batch " + batch + " after " + confirmed);
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(32 + objects.size() * ObjectRef.BYTES);
    out.varint(batch).varint(confirmed);
    Fields.truth(out, below);
    Fields.list(out, objects, ObjectRef::write);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static ObjectRequest read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new ObjectRequest(
                (int) in.varint(TransferLimits.MAX_BATCHES),
                (int) in.varint(TransferLimits.MAX_BATCHES),
                Fields.truth(in),
                Fields.list(in, TransferLimits.MAX_OBJECTS, ObjectRef::read)));
  }
}
