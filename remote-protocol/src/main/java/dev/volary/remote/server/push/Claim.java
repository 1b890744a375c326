package dev.volary.remote.server.push;

import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// What a push session takes of the room there is, kept beside its record.
///
/// @param volume its name in the depot
/// @param plannedBytes what it said it would bring
/// @param arrivedBytes what it has brought
/// @param comingBytes what a request brings at this moment
record Claim(
    String volume, String principal, long plannedBytes, long arrivedBytes, long comingBytes) {
  private static final Envelope SHELL = new Envelope("VPCL", 1, 16 << 10);
  private static final int MAX_NAME = 4096;
  private static final String FILE = "claim";

  /// The room it takes as long as it goes on.
  long bytes() {
    return Math.max(plannedBytes, arrivedBytes + comingBytes);
  }

  Claim planning(long bytes) {
    return new Claim(volume, principal, bytes, arrivedBytes, 0);
  }

  Claim coming(long bytes) {
    return new Claim(volume, principal, plannedBytes, arrivedBytes, bytes);
  }

  Claim arrived(long bytes) {
    return new Claim(volume, principal, plannedBytes, bytes, 0);
  }

  /// Takes nothing any more: it was counted.
  Claim settled() {
    return new Claim(volume, principal, 0, 0, 0);
  }

  void write(Path folder) throws IOException {
    ByteWriter out = new ByteWriter();
    out.sized(ByteString.utf8(volume)).sized(ByteString.utf8(principal));
    out.u64(plannedBytes).u64(arrivedBytes).u64(comingBytes);
    AtomicFile.publish(folder.resolve(FILE), SHELL.seal(out));
  }

  static Optional<Claim> read(Path folder) throws IOException {
    Optional<ByteReader> file = SHELL.read(folder.resolve(FILE));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    ByteReader in = file.get();
    String volume = new String(in.sized(MAX_NAME).bytes(), StandardCharsets.UTF_8);
    String principal = new String(in.sized(MAX_NAME).bytes(), StandardCharsets.UTF_8);
    Claim claim = new Claim(volume, principal, in.u64(), in.u64(), in.u64());
    in.end();
    return Optional.of(claim);
  }
}
