package dev.volary.core.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// What must hold for any bytes given to the decoders of a pack: refused by a sentence, or decoded
/// to what encodes to the same bytes.
final class PackForms {
  private PackForms() {}

  static void header(byte[] bytes) {
    byte[] sealed = Arrays.copyOf(bytes, PackFormat.HEADER_SIZE);
    for (byte[] candidate : new byte[][] {bytes, sealed, withHeaderChecksum(sealed)}) {
      try {
        assertThat(PackHeader.decode("header", candidate).encode()).isEqualTo(candidate);
      } catch (VolaryException e) {
        assertRefused(e);
      }
    }
  }

  private static byte[] withHeaderChecksum(byte[] header) {
    byte[] out = header.clone();
    System.arraycopy(PackFormat.MAGIC, 0, out, 0, PackFormat.MAGIC.length);
    putInt(out, PackFormat.HEADER_SIZE - 4, PackFormat.checksum(out, PackFormat.HEADER_SIZE - 4));
    return out;
  }

  static void record(byte[] bytes) {
    decodeRecord(bytes);
    if (bytes.length > PackFormat.RECORD_PREFIX_SIZE) {
      byte[] sealed = bytes.clone();
      sealed[0] = (byte) PackFormat.RECORD_MAGIC;
      sealed[1] = (byte) (PackFormat.RECORD_MAGIC >> 8);
      sealed[3] = PackFormat.ID_ALGORITHM;
      putInt(sealed, PackFormat.RECORD_CRC_OFFSET + 4, sealed.length);
      putInt(
          sealed, PackFormat.RECORD_CRC_OFFSET, PackFormat.recordChecksum(sealed, sealed.length));
      decodeRecord(sealed);
    }
  }

  private static void decodeRecord(byte[] bytes) {
    try {
      PackRecord record = RecordCodec.decode("record", bytes, 1 << 20);
      switch (record) {
        case FrameRecord frame -> {
          assertThat(RecordCodec.encode(frame, 1 << 20)).isEqualTo(bytes);
          assertThat(Compression.plain("record", frame)).hasSize(frame.plainBytes());
        }
        case DeltaRecord delta -> {
          for (DeltaRecord.DeltaSlot slot : delta.slots()) {
            byte[] base = new byte[slot.baseBytes()];
            assertThat(Compression.undelta("record", slot.payload(), base, slot.plainBytes()))
                .hasSize(slot.plainBytes());
          }
        }
      }
    } catch (VolaryException e) {
      assertRefused(e);
    }
  }

  static void footer(byte[] bytes) {
    byte[] trailer =
        Arrays.copyOfRange(
            bytes, Math.max(0, bytes.length - PackFormat.TRAILER_SIZE), bytes.length);
    byte[] sealed = Arrays.copyOf(trailer, PackFormat.TRAILER_SIZE);
    putInt(sealed, PackFormat.TRAILER_SIZE - 4, PackFormat.TRAILER_MAGIC);
    for (byte[] candidate : new byte[][] {trailer, sealed}) {
      try {
        int tableBytes = PackFooter.tableBytes("footer", candidate, 1 << 24);
        byte[] table = Arrays.copyOf(bytes, Math.min(bytes.length, tableBytes));
        PackFooter footer = PackFooter.decode("footer", table, candidate, 1 << 24);
        assertThat(footer.objects()).isGreaterThanOrEqualTo(footer.recordBytes().size());
      } catch (VolaryException e) {
        assertRefused(e);
      }
    }
  }

  private static void putInt(byte[] bytes, int at, int value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
  }

  private static void assertRefused(VolaryException e) {
    assertThat(e.fault()).isIn(Fault.CORRUPT, Fault.TOO_NEW);
    assertThat(e.getMessage()).isNotBlank();
  }
}
