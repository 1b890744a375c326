package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.store.pack.Codec;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordCodec;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.message.TransferLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordStreamTest {
  private static final long MAX = 1 << 20;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<PackRecord> records = List.of(record(10), record(20_000), record(1));

    List<PackRecord> read = readAll(stream(records), MAX);

    assertThat(read.stream().map(record -> RecordCodec.encode(record, 0)).toList())
        .containsExactlyElementsOf(
            records.stream().map(record -> RecordCodec.encode(record, 0)).toList());
  }

  @Test
  void anEmptyStreamIsWhole() throws IOException {
    assertThat(readAll(stream(List.of()), MAX)).isEmpty();
  }

  @Test
  void aCutAnywhereIsSeen() throws IOException {
    byte[] whole = stream(List.of(record(10), record(30)));

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readAll(cut, MAX)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aFlippedBitIsSeen() {
    Seeds.each(
        200,
        random -> {
          byte[] bytes = stream(List.of(record(10), record(30)));
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          assertThatThrownBy(() -> readAll(bytes, MAX))
              .isInstanceOfAny(VolaryException.class, EOFException.class);
        });
  }

  @Test
  void aRecordLeftOutIsSeen() throws IOException {
    PackRecord first = record(10);
    byte[] both = stream(List.of(first, record(30)));
    int end = RecordStreamWriter.FRAMING_BYTES + RecordCodec.encode(first, 0).length;

    assertThatThrownBy(() -> readAll(Arrays.copyOfRange(both, end, both.length), MAX))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("trailer");
  }

  @Test
  void moreThanAllowedIsRefused() throws IOException {
    byte[] bytes = stream(List.of(record(1000), record(2000)));

    assertThatThrownBy(() -> readAll(bytes, 2000))
        .isInstanceOf(VolaryException.class)
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.LIMIT);
  }

  @Test
  void aLengthOverTheLimitTakesNoMemory() {
    byte[] bytes = new ByteWriter().u32(TransferLimits.MAX_RECORD_BYTES + 1).toByteArray();

    assertThatThrownBy(() -> readAll(bytes, Long.MAX_VALUE))
        .isInstanceOf(VolaryException.class)
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.CORRUPT);
  }

  static byte[] stream(List<PackRecord> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordStreamWriter writer = new RecordStreamWriter(out);
    for (PackRecord record : records) {
      writer.write(record);
    }
    writer.finish();
    return out.toByteArray();
  }

  private static PackRecord record(int length) {
    byte[] plain = Seeds.bytes(Seeds.generator(length), length);
    FrameSlot slot = new FrameSlot(ObjectHash.of(ObjectKind.CHUNK, plain), length);
    return new FrameRecord(ObjectKind.CHUNK, Codec.RAW, List.of(slot), plain);
  }

  static List<PackRecord> readAll(byte[] bytes, long max) throws IOException {
    RecordStreamReader reader =
        new RecordStreamReader(new ByteArrayInputStream(bytes), "the stream", max);
    List<PackRecord> records = new ArrayList<>();
    for (Optional<PackRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      records.add(next.get());
    }
    return records;
  }
}
