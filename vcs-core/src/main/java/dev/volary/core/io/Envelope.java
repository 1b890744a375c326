package dev.volary.core.io;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The shell of a small file: four letters of magic, a version, the body's length, the body, and a
/// CRC32C over all of it.
///
/// @param magic four ASCII letters that name the kind of file
/// @param version the one version this program writes
/// @param maxBody the largest body accepted, in bytes
public record Envelope(String magic, int version, int maxBody) {
  private static final int HEAD = 9;
  private static final int TAIL = 4;

  public Envelope {
    if (magic.length() != 4 || version < 1 || version > 255) {
      throw new IllegalArgumentException(magic + " " + version);
    }
  }

  /// Returns `body` in its shell.
  public byte[] seal(ByteWriter body) {
    ByteWriter out = new ByteWriter(body.size() + HEAD + TAIL);
    out.bytes(magic.getBytes(StandardCharsets.US_ASCII)).u8(version).u32(body.size());
    out.bytes(body.array(), 0, body.size());
    return out.u32(crc(out.array(), out.size())).toByteArray();
  }

  /// Returns a reader of the body of `sealed`, which was read from `resource`.
  public ByteReader open(String resource, byte[] sealed) {
    ByteReader head = new ByteReader(resource, sealed);
    byte[] found = head.bytes(4);
    if (!Arrays.equals(found, magic.getBytes(StandardCharsets.US_ASCII))) {
      throw head.corrupt("it does not begin with " + magic);
    }
    int foundVersion = head.u8();
    if (foundVersion > version) {
      throw new VolaryException(
          Fault.TOO_NEW,
          resource
              + " was written by a newer volary (format "
              + foundVersion
              + "); upgrade volary");
    }
    if (foundVersion < version) {
      throw new VolaryException(
          Fault.TOO_OLD, resource + " has format " + foundVersion + ", which is no longer read");
    }
    int length = head.u32();
    if (length < 0 || length > maxBody || length != sealed.length - HEAD - TAIL) {
      throw head.corrupt("its length does not fit");
    }
    int crc = new ByteReader(resource, sealed, HEAD + length, TAIL).u32();
    if (crc != crc(sealed, HEAD + length)) {
      throw head.corrupt("its checksum does not fit");
    }
    return new ByteReader(resource, sealed, HEAD, length);
  }

  /// Reads and opens `file`, or returns nothing where there is none.
  public Optional<ByteReader> read(Path file) throws IOException {
    try {
      if (Files.size(file) > (long) maxBody + HEAD + TAIL) {
        throw VolaryException.corrupt(file.toString(), "it is too long");
      }
      return Optional.of(open(file.toString(), Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
