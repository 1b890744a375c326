package dev.volary.core.store.index;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whatever bytes an index file has, it is opened and searched, or refused in one sentence.
final class IndexFileFuzz {
  @FuzzTest
  void open(FuzzedDataProvider data) throws IOException {
    Path file = Files.createTempFile("fuzz", IndexFile.SUFFIX);
    try {
      int fanoutBits = data.consumeInt(IndexHeader.MIN_FANOUT_BITS, 8);
      IndexHeader header =
          new IndexHeader(fanoutBits, data.consumeInt(1, 4), data.consumeInt(0, 100));
      boolean whole = data.consumeBoolean();
      byte[] bytes = data.consumeRemainingAsBytes();
      Files.write(file, whole ? shaped(header, bytes) : bytes);
      search(file, bytes);
    } finally {
      Files.delete(file);
    }
  }

  /// Puts a valid header before the bytes and cuts or fills them to the size it tells.
  private static byte[] shaped(IndexHeader header, byte[] body) {
    byte[] out = new byte[(int) header.fileSize()];
    System.arraycopy(header.encode(), 0, out, 0, IndexHeader.SIZE);
    int room = out.length - IndexHeader.SIZE;
    System.arraycopy(body, 0, out, IndexHeader.SIZE, Math.min(room, body.length));
    return out;
  }

  private static void search(Path file, byte[] bytes) throws IOException {
    try (IndexFile index = IndexFile.open(file)) {
      for (int at = 0; at + ObjectId.SIZE <= bytes.length; at += 16) {
        index.find(ObjectId.ofBytes(bytes, at));
      }
      index.verify();
    } catch (VolaryException expected) {
      // refused
    }
  }
}
