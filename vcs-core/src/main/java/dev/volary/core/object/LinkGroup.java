package dev.volary.core.object;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The name of a set of hard links to one file: the first 16 bytes of the SHA-256 of the smallest
/// of their paths.
public record LinkGroup(long high, long low) {
  /// Length in bytes.
  public static final int SIZE = 16;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Returns the group whose smallest path, relative to the volume's top and joined by `/`, is
  /// `smallestPath`.
  ///
  /// Paths are ordered component by component, each as unsigned bytes: the order of a depth-first
  /// walk over sorted names.
  public static LinkGroup of(ByteString smallestPath) {
    return ofBytes(ObjectHash.sha256().digest(smallestPath.bytes()));
  }

  /// Reads 16 bytes.
  public static LinkGroup read(ByteReader reader) {
    return ofBytes(reader.bytes(SIZE));
  }

  /// Writes 16 bytes.
  public void writeTo(ByteWriter writer) {
    writer.u64(Long.reverseBytes(high)).u64(Long.reverseBytes(low));
  }

  private static LinkGroup ofBytes(byte[] bytes) {
    return new LinkGroup((long) WORD.get(bytes, 0), (long) WORD.get(bytes, 8));
  }
}
