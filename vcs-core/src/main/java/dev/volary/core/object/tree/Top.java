package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.List;

/// A volume's top directory with its own attributes: the object that a root names.
///
/// @param directory the first object of its entries
public record Top(Attributes attributes, ObjectId directory) {
  /// Reads the top that `root` names.
  public static Top read(ObjectSource source, ObjectId root) {
    return decode(
        PageFormat.resource(ObjectKind.DIRECTORY, root), source.read(ObjectKind.DIRECTORY, root));
  }

  /// Puts it where `sink` has it not and returns the root.
  public ObjectId write(ObjectSink sink) {
    byte[] plain = encode();
    ObjectId root = ObjectHash.of(ObjectKind.DIRECTORY, plain);
    if (!sink.has(root)) {
      sink.put(new NewObject(root, ObjectKind.DIRECTORY, plain, List.of()));
    }
    return root;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(64);
    out.u8(PageFormat.TOP);
    EntryEncoder.writeWhole(out, attributes);
    directory.writeTo(out);
    return out.toByteArray();
  }

  static Top decode(String resource, byte[] plain) {
    return PageFormat.decode(resource, plain, PageFormat.TOP, Top::read);
  }

  private static Top read(ByteReader in) {
    Attributes attributes = EntryDecoder.readWhole(in);
    return new Top(attributes, ObjectId.read(in));
  }
}
