package dev.volary.core.store.pack;

import dev.volary.core.error.VolaryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;

/// LZMA2 streams without a container, for packs that are rarely read. Thread-safe.
final class XzStreams {
  /// As much as one record may hold, so that decoding takes little memory.
  private static final int DICTIONARY_BYTES = PackFormat.MAX_FRAME_BYTES;

  private XzStreams() {}

  /// Returns `plain`, compressed as well as it gets.
  static byte[] compress(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
    try (OutputStream lzma =
        options().getOutputStream(new FinishableWrapperOutputStream(out), new ArrayCache())) {
      lzma.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Returns the `plainBytes` bytes that `stream`, a part of `resource`, stands for.
  static byte[] decompress(String resource, byte[] stream, int plainBytes) {
    try (InputStream in =
        new LZMA2InputStream(new ByteArrayInputStream(stream), DICTIONARY_BYTES)) {
      byte[] plain = in.readNBytes(plainBytes);
      if (plain.length != plainBytes || in.read() != -1) {
        throw VolaryException.corrupt(resource, "other than " + plainBytes + " bytes came out");
      }
      return plain;
    } catch (IOException e) {
      throw VolaryException.corrupt(resource, "its compressed bytes: " + e);
    }
  }

  private static LZMA2Options options() throws UnsupportedOptionsException {
    LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
    options.setDictSize(DICTIONARY_BYTES);
    return options;
  }
}
