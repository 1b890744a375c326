package dev.volary.remote.message;

import dev.volary.core.io.ByteWriter;
import java.util.List;

/// Some objects: those a pusher asks about, and those of them that its push still lacks.
public record ObjectList(List<ObjectRef> objects) {
  private static final int MAX_BODY = 8 + TransferLimits.MAX_OBJECTS * ObjectRef.BYTES;
  private static final MessageForm FORM = MessageForm.of("VOLI", "object list", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public ObjectList {
    objects = List.copyOf(objects);
    if (objects.size() > TransferLimits.MAX_OBJECTS) {
      throw new IllegalArgumentException(objects.size() + " objects");
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(8 + objects.size() * ObjectRef.BYTES);
    Fields.list(out, objects, ObjectRef::write);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static ObjectList read(byte[] bytes) {
    return FORM.open(
        bytes, in -> new ObjectList(Fields.list(in, TransferLimits.MAX_OBJECTS, ObjectRef::read)));
  }
}
