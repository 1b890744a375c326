package dev.volary.core.store.manifest;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of a manifest, version 1; FORMAT.md has the grammar.
final class ManifestCodec {
  /// Length of the header, from which alone the generation can be told.
  static final int HEADER_SIZE = 32;

  /// How large a manifest may be: far above what its greatest number of packs takes.
  static final int MAX_SIZE = 256 << 20;

  private static final byte[] MAGIC = "VOLMANIF".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int DIGEST_SIZE = 32;

  private ManifestCodec() {}

  static byte[] encode(Manifest manifest) {
    ByteWriter out = new ByteWriter(HEADER_SIZE + 96 * (manifest.packs().size() + 2));
    header(out, manifest.generation());
    out.varint(manifest.nextPack()).varint(manifest.nextObject());
    out.varint(manifest.packs().size());
    long previous = -1;
    for (PackInfo pack : manifest.packs()) {
      writePack(out, pack, previous);
      previous = pack.number();
    }
    out.varint(manifest.indexes().size());
    for (IndexInfo index : manifest.indexes()) {
      writeIndex(out, index);
    }
    MessageDigest digest = ObjectHash.sha256();
    digest.update(out.array(), 0, out.size());
    return out.bytes(digest.digest()).toByteArray();
  }

  /// Returns the generation told by the header of the manifest in `bytes`.
  static long generation(String resource, byte[] bytes, int length) {
    if (length < HEADER_SIZE) {
      throw VolaryException.corrupt(resource, "it ends too early");
    }
    ByteReader in = new ByteReader(resource, bytes, 0, HEADER_SIZE);
    if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
      throw in.corrupt("it does not begin like a manifest");
    }
    int version = in.u32();
    long generation = in.u64();
    long reserved = in.u64();
    if (in.u32() != checksum(bytes, HEADER_SIZE - 4)) {
      throw in.corrupt("its header has a wrong checksum");
    }
    if (version != VERSION) {
      throw new VolaryException(
          Fault.TOO_NEW, resource + " has format " + version + "; use a newer volary");
    }
    if (generation < 1 || reserved != 0) {
      throw in.corrupt("its header has values that cannot be");
    }
    return generation;
  }

  static Manifest decode(String resource, byte[] bytes) {
    long generation = generation(resource, bytes, bytes.length);
    int end = bytes.length - DIGEST_SIZE;
    if (end < HEADER_SIZE) {
      throw VolaryException.corrupt(resource, "it ends too early");
    }
    MessageDigest digest = ObjectHash.sha256();
    digest.update(bytes, 0, end);
    if (!Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw VolaryException.corrupt(resource, "it has a wrong checksum");
    }
    ByteReader in = new ByteReader(resource, bytes, HEADER_SIZE, end - HEADER_SIZE);
    try {
      return body(generation, in);
    } catch (IllegalArgumentException e) {
      throw new VolaryException(
          Fault.CORRUPT, resource + " is damaged: " + e.getMessage() + "; run `volary fsck`", e);
    }
  }

  private static Manifest body(long generation, ByteReader in) {
    long nextPack = in.varint(Manifest.MAX_U32);
    long nextObject = in.varint(Manifest.MAX_OBJECT_NUMBER);
    int packCount = count(in, Manifest.MAX_PACKS, "packs");
    List<PackInfo> packs = new ArrayList<>(packCount);
    long previous = -1;
    for (int i = 0; i < packCount; i++) {
      PackInfo pack = readPack(in, previous);
      packs.add(pack);
      previous = pack.number();
    }
    int indexCount = count(in, packCount, "indexes");
    List<IndexInfo> indexes = new ArrayList<>(indexCount);
    for (int i = 0; i < indexCount; i++) {
      indexes.add(readIndex(in, packCount));
    }
    in.end();
    return new Manifest(generation, nextPack, nextObject, packs, indexes);
  }

  private static void header(ByteWriter out, long generation) {
    out.bytes(MAGIC).u32(VERSION).u64(generation).u64(0);
    out.u32(checksum(out.array(), out.size()));
  }

  private static void writePack(ByteWriter out, PackInfo pack, long previous) {
    out.varint(pack.number() - previous - 1);
    pack.name().writeTo(out);
    out.u8(pack.kind().code()).varint(pack.sizeBytes()).varint(pack.objects());
    pack.sha256().writeTo(out);
    out.varint(pack.condemnedIn());
  }

  private static PackInfo readPack(ByteReader in, long previous) {
    long number = previous + 1 + in.varint(Manifest.MAX_U32);
    UniqueName name = UniqueName.read(in);
    PackKind kind = PackKind.of(in.u8(), "the manifest");
    long sizeBytes = in.varint(Manifest.MAX_U32);
    long objects = in.varint(Manifest.MAX_U32);
    ByteString sha256 = ByteString.of(in.bytes(PackInfo.DIGEST_SIZE));
    return new PackInfo(number, name, kind, sizeBytes, objects, sha256, in.varint(Long.MAX_VALUE));
  }

  private static void writeIndex(ByteWriter out, IndexInfo index) {
    index.name().writeTo(out);
    out.varint(index.sizeBytes()).varint(index.entries()).varint(index.packs().size());
    long previous = -1;
    for (long number : index.packs()) {
      out.varint(number - previous - 1);
      previous = number;
    }
  }

  private static IndexInfo readIndex(ByteReader in, int packCount) {
    UniqueName name = UniqueName.read(in);
    long sizeBytes = in.varint(Long.MAX_VALUE);
    long entries = in.varint(Manifest.MAX_U32);
    int count = count(in, packCount, "packs of an index");
    List<Long> packs = new ArrayList<>(count);
    long previous = -1;
    for (int i = 0; i < count; i++) {
      previous += 1 + in.varint(Manifest.MAX_U32);
      packs.add(previous);
    }
    return new IndexInfo(name, sizeBytes, entries, packs);
  }

  /// Reads a count, and refuses one that the bytes left cannot hold before room is made for it.
  private static int count(ByteReader in, int max, String of) {
    int count = (int) in.varint(max);
    if (count > in.remaining()) {
      throw in.corrupt("it ends before its " + count + " " + of);
    }
    return count;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
