package dev.volary.core.store.pack;

import dev.volary.core.store.manifest.PackKind;
import dev.volary.fixtures.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Random changes to good bytes never bring a decoder to anything but an answer or a sentence.
final class PackFormsTest {
  @Test
  void recordsAreRefusedOrDecode() {
    List<PackRecord> records = SamplePacks.records();
    Seeds.each(
        2_000,
        random -> {
          PackRecord record = records.get(random.nextInt(records.size()));
          PackForms.record(changed(random, RecordCodec.encode(record, 1 << 20)));
          PackForms.record(Seeds.bytes(random, random.nextInt(200)));
        });
  }

  @Test
  void headersAreRefusedOrCanonical() {
    byte[] good = new PackHeader(PackKind.DATA, SamplePacks.NAME).encode();
    PackForms.header(good);
    Seeds.each(2_000, random -> PackForms.header(changed(random, good)));
  }

  @Test
  void footersAreRefusedOrDecode() {
    Seeds.each(2_000, random -> PackForms.footer(Seeds.bytes(random, random.nextInt(120))));
  }

  private static byte[] changed(RandomGenerator random, byte[] good) {
    byte[] out = good.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      out[random.nextInt(out.length)] = (byte) random.nextInt(256);
    }
    return out;
  }
}
