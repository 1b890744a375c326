package dev.volary.core.store.manifest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteWriter;
import java.util.Arrays;

/// Whatever bytes a manifest has, it is read as exactly what they say, or refused.
final class ManifestCodecFuzz {
  @FuzzTest
  void decode(byte[] data) {
    read(data);
    read(signed(data));
  }

  private static void read(byte[] bytes) {
    Manifest manifest;
    try {
      manifest = ManifestCodec.decode("fuzz", bytes);
    } catch (VolaryException e) {
      return;
    }
    if (!Arrays.equals(ManifestCodec.encode(manifest), bytes)) {
      throw new AssertionError("read as something else than what was written");
    }
  }

  /// Puts a header before and a digest behind, so that the body itself is tried.
  private static byte[] signed(byte[] body) {
    byte[] header = ManifestCodec.encode(Manifest.empty());
    ByteWriter out = new ByteWriter().bytes(header, 0, ManifestCodec.HEADER_SIZE).bytes(body);
    var digest = ObjectHash.sha256();
    digest.update(out.array(), 0, out.size());
    return out.bytes(digest.digest()).toByteArray();
  }
}
