package dev.volary.core.store.pack;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import java.util.Arrays;

/// The first bytes of a pack: what file this is, which version, what it holds and its name.
record PackHeader(PackKind kind, UniqueName name) {
  byte[] encode() {
    ByteWriter out = new ByteWriter(PackFormat.HEADER_SIZE);
    out.bytes(PackFormat.MAGIC).u8(PackFormat.VERSION).u8(kind.code());
    out.u8(PackFormat.ID_ALGORITHM).u8(0);
    name.writeTo(out);
    out.u32(PackFormat.checksum(out.array(), out.size()));
    return out.toByteArray();
  }

  static PackHeader decode(String resource, byte[] bytes) {
    ByteReader in = new ByteReader(resource, bytes);
    if (!Arrays.equals(in.bytes(PackFormat.MAGIC.length), PackFormat.MAGIC)) {
      throw in.corrupt("it is not a pack");
    }
    int version = in.u8();
    PackKind kind = PackKind.of(in.u8(), resource);
    int idAlgorithm = in.u8();
    int reserved = in.u8();
    UniqueName name = UniqueName.read(in);
    if (in.u32() != PackFormat.checksum(bytes, PackFormat.HEADER_SIZE - 4)) {
      throw in.corrupt("the checksum of its header is wrong");
    }
    in.end();
    if (version != PackFormat.VERSION || idAlgorithm != PackFormat.ID_ALGORITHM || reserved != 0) {
      throw new VolaryException(
          Fault.TOO_NEW,
          resource + " is a pack of version " + version + "; use a newer Volary to read it");
    }
    return new PackHeader(kind, name);
  }
}
