package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.pack.PackRecord;
import java.io.IOException;
import java.util.List;

/// Whatever a stream of records holds, reading it ends in records that make a stream again, or in a
/// failure.
final class RecordStreamFuzz {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) throws IOException {
    List<PackRecord> records;
    try {
      records = RecordStreamTest.readAll(bytes, 1 << 20);
    } catch (VolaryException | IOException e) {
      assertThat(e).hasMessageContaining(" ");
      return;
    }
    assertThat(RecordStreamTest.readAll(RecordStreamTest.stream(records), 1 << 20))
        .hasSameSizeAs(records);
  }
}
