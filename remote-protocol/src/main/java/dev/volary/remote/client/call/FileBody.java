package dev.volary.remote.client.call;

import dev.volary.remote.wire.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// The bytes of a file.
///
/// @param moved is told after each piece how many bytes have gone, from 0 again where all is sent
///   again
record FileBody(Path file, long bytes, LongConsumer moved) implements Body {
  private static final int PIECE_BYTES = 256 << 10;

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long gone = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(piece, 0, read);
        gone += read;
        moved.accept(gone);
      }
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(bytes);
  }
}
