package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.DeltaRecord.Base;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns records into bytes and back (FORMAT.md, chapter 6.2). Pure.
public final class RecordCodec {
  private RecordCodec() {}

  /// Returns the bytes of `record` as they stand at `recordOffset` of a pack.
  public static byte[] encode(PackRecord record, int recordOffset) {
    ByteWriter head = new ByteWriter(64 + 40 * record.slots().size());
    head.u16(PackFormat.RECORD_MAGIC).u8(record.codec().code()).u8(PackFormat.ID_ALGORITHM);
    head.u32(0).u32(0);
    head.u8(record.kind().code()).varint(record.slots().size());
    List<byte[]> payloads =
        switch (record) {
          case FrameRecord frame -> encodeFrame(frame, head);
          case DeltaRecord delta -> encodeDelta(delta, recordOffset, head);
        };
    byte[] bytes = joined(head, payloads);
    putInt(bytes, PackFormat.RECORD_CRC_OFFSET + 4, bytes.length);
    putInt(bytes, PackFormat.RECORD_CRC_OFFSET, PackFormat.recordChecksum(bytes, bytes.length));
    return bytes;
  }

  private static byte[] joined(ByteWriter head, List<byte[]> payloads) {
    int size = head.size();
    for (byte[] payload : payloads) {
      size += payload.length;
    }
    byte[] bytes = new byte[size];
    System.arraycopy(head.array(), 0, bytes, 0, head.size());
    int at = head.size();
    for (byte[] payload : payloads) {
      System.arraycopy(payload, 0, bytes, at, payload.length);
      at += payload.length;
    }
    return bytes;
  }

  private static List<byte[]> encodeFrame(FrameRecord frame, ByteWriter out) {
    for (FrameSlot slot : frame.slots()) {
      out.varint(slot.plainBytes());
      slot.id().writeTo(out);
    }
    return List.of(frame.payload());
  }

  private static List<byte[]> encodeDelta(DeltaRecord delta, int recordOffset, ByteWriter out) {
    Map<Base, Integer> bases = new LinkedHashMap<>();
    for (DeltaSlot slot : delta.slots()) {
      for (Piece piece : slot.pieces()) {
        bases.putIfAbsent(piece.base(), bases.size());
      }
    }
    out.varint(bases.size());
    for (Base base : bases.keySet()) {
      encodeBase(base, recordOffset, out);
    }
    for (DeltaSlot slot : delta.slots()) {
      out.varint(slot.plainBytes());
      slot.id().writeTo(out);
      out.u8(slot.depth() - 1 | slot.pieces().size() - 1 << 2 | slot.cost() - 1 << 4);
      for (Piece piece : slot.pieces()) {
        out.varint(bases.getOrDefault(piece.base(), 0));
        out.varint(piece.offset()).varint(piece.length());
      }
      out.varint(slot.payload().length);
    }
    return delta.slots().stream().map(DeltaSlot::payload).toList();
  }

  private static void encodeBase(Base base, int recordOffset, ByteWriter out) {
    switch (base) {
      case BaseById(ObjectId id) -> {
        out.varint(0);
        id.writeTo(out);
      }
      case BaseInPack(int baseOffset, int slot) -> {
        if (baseOffset >= recordOffset) {
          throw new IllegalArgumentException("a base at " + baseOffset + " for " + recordOffset);
        }
        out.varint(recordOffset - baseOffset).varint(slot);
      }
    }
  }

  private static void putInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }

  /// Returns the length of the whole record whose first bytes are `prefix`, checked against the
  /// limit only.
  static int length(String resource, byte[] prefix) {
    ByteReader in = new ByteReader(resource, prefix);
    if (in.u16() != PackFormat.RECORD_MAGIC) {
      throw in.corrupt("no record begins there");
    }
    in.skip(PackFormat.RECORD_PREFIX_SIZE - 6);
    int length = in.u32();
    if (length <= PackFormat.RECORD_PREFIX_SIZE || length > PackFormat.MAX_RECORD_BYTES) {
      throw in.corrupt("a record of " + Integer.toUnsignedString(length) + " bytes");
    }
    return length;
  }

  /// Returns what the first bytes of a record say, checked against the limits only.
  static RecordHead head(String resource, byte[] bytes) {
    int length = length(resource, bytes);
    ByteReader in = new ByteReader(resource, bytes);
    in.skip(PackFormat.RECORD_PREFIX_SIZE + 1);
    int slots = (int) in.varint(PackFormat.MAX_SLOTS);
    if (slots == 0) {
      throw in.corrupt("it holds no object");
    }
    return new RecordHead(length, slots);
  }

  /// Returns the record whose bytes are all of `bytes`, found at `recordOffset` of `resource`.
  ///
  /// Fails with [dev.volary.core.error.Fault#CORRUPT] unless checksum, lengths and limits hold. The
  /// payload is not decoded.
  public static PackRecord decode(String resource, byte[] bytes, int recordOffset) {
    ByteReader in = new ByteReader(resource, bytes);
    if (in.u16() != PackFormat.RECORD_MAGIC) {
      throw in.corrupt("no record begins there");
    }
    Codec codec = Codec.of(in.u8(), resource);
    if (in.u8() != PackFormat.ID_ALGORITHM) {
      throw in.corrupt("its ids are of an unknown algorithm");
    }
    int checksum = in.u32();
    if (in.u32() != bytes.length) {
      throw in.corrupt("its length is wrong");
    }
    if (checksum != PackFormat.recordChecksum(bytes, bytes.length)) {
      throw in.corrupt("its checksum is wrong");
    }
    ObjectKind kind = ObjectKind.of(in.u8(), resource);
    int count = (int) in.varint(PackFormat.MAX_SLOTS);
    if (count == 0) {
      throw in.corrupt("it holds no object");
    }
    return switch (codec) {
      case RAW, ZSTD, XZ -> decodeFrame(in, kind, codec, count);
      case DELTA -> decodeDelta(in, kind, count, recordOffset);
    };
  }

  private static FrameRecord decodeFrame(ByteReader in, ObjectKind kind, Codec codec, int count) {
    List<FrameSlot> slots = new ArrayList<>(count);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int plainBytes = (int) in.varint(PackFormat.MAX_OBJECT_BYTES);
      sum += plainBytes;
      slots.add(new FrameSlot(ObjectId.read(in), plainBytes));
    }
    if (sum > PackFormat.MAX_FRAME_BYTES) {
      throw in.corrupt("its objects have " + sum + " bytes, over the limit");
    }
    if (codec == Codec.RAW && sum != in.remaining()) {
      throw in.corrupt("its objects have " + sum + " bytes of " + in.remaining());
    }
    return new FrameRecord(kind, codec, slots, in.bytes(in.remaining()));
  }

  private static DeltaRecord decodeDelta(
      ByteReader in, ObjectKind kind, int count, int recordOffset) {
    int baseCount = (int) in.varint((long) count * NewObject.MAX_PIECES);
    List<Base> bases = new ArrayList<>(baseCount);
    for (int i = 0; i < baseCount; i++) {
      bases.add(decodeBase(in, recordOffset));
    }
    List<SlotHead> heads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      heads.add(decodeHead(in, bases));
    }
    List<DeltaSlot> slots = new ArrayList<>(count);
    for (SlotHead head : heads) {
      slots.add(head.with(in.bytes(head.payloadBytes)));
    }
    in.end();
    return new DeltaRecord(kind, slots);
  }

  private static Base decodeBase(ByteReader in, int recordOffset) {
    int distance = (int) in.varint(Integer.MAX_VALUE);
    if (distance == 0) {
      return new BaseById(ObjectId.read(in));
    }
    if (distance > recordOffset - PackFormat.HEADER_SIZE) {
      throw in.corrupt("a base stands " + distance + " bytes before it");
    }
    return new BaseInPack(recordOffset - distance, (int) in.varint(PackFormat.MAX_SLOTS - 1));
  }

  private static SlotHead decodeHead(ByteReader in, List<Base> bases) {
    int plainBytes = (int) in.varint(PackFormat.MAX_OBJECT_BYTES);
    ObjectId id = ObjectId.read(in);
    int shape = in.u8();
    int depth = (shape & 3) + 1;
    int cost = (shape >> 4) + 1;
    if (cost <= depth) {
      throw in.corrupt("a chain of " + depth + " bases touches " + cost + " objects");
    }
    List<Piece> pieces = new ArrayList<>(4);
    long sum = 0;
    for (int i = 0; i <= (shape >> 2 & 3); i++) {
      int base = (int) in.varint(bases.size() - 1L);
      int offset = (int) in.varint(PackFormat.MAX_OBJECT_BYTES);
      int length = (int) in.varint(PackFormat.MAX_OBJECT_BYTES - (long) offset);
      sum += length;
      if (length == 0 || sum > PackFormat.MAX_BASE_BYTES) {
        throw in.corrupt("a base piece of " + length + " bytes of " + sum);
      }
      pieces.add(new Piece(bases.get(base), offset, length));
    }
    int payloadBytes = (int) in.varint(PackFormat.MAX_RECORD_BYTES);
    return new SlotHead(id, plainBytes, pieces, depth, cost, payloadBytes);
  }

  /// A delta slot whose payload is yet to come.
  private record SlotHead(
      ObjectId id, int plainBytes, List<Piece> pieces, int depth, int cost, int payloadBytes) {
    DeltaSlot with(byte[] payload) {
      return new DeltaSlot(id, plainBytes, pieces, depth, cost, payload);
    }
  }
}
