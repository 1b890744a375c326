package dev.volary.core.restore.tar;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Writes the headers of one entry: an extended one where the fixed fields are too small, then the
/// fixed one (`ustar`, IEEE Std 1003.1, "pax Interchange Format").
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final long MAX_OWNER = 07777777L;
  private static final long MAX_SIZE = 077777777777L;
  private static final ByteString XATTR = ByteString.utf8("SCHILY.xattr.");

  /// What the fixed header says of an entry.
  ///
  /// @param type the type flag: `0` file, `1` hard link, `2` symbolic link, and so on
  /// @param link the target of a link of either kind
  /// @param size the bytes of data that follow
  record Fields(
      char type,
      ByteString path,
      ByteString link,
      Attributes attributes,
      long size,
      int major,
      int minor) {}

  private TarHeader() {}

  /// Writes the headers; `records` may already hold what else is to be said.
  static void write(OutputStream out, Fields fields, PaxRecords records) throws IOException {
    Attributes attributes = fields.attributes();
    if (fields.path().size() > NAME || !isPlain(fields.path())) {
      records.addName("path", fields.path());
    }
    if (fields.link().size() > NAME || !isPlain(fields.link())) {
      records.addName("linkpath", fields.link());
    }
    if (attributes.uid() > MAX_OWNER) {
      records.add("uid", Long.toString(attributes.uid()));
    }
    if (attributes.gid() > MAX_OWNER) {
      records.add("gid", Long.toString(attributes.gid()));
    }
    if (fields.size() > MAX_SIZE) {
      records.add("size", Long.toString(fields.size()));
    }
    if (attributes.mtimeNanos() != 0
        || attributes.mtimeSeconds() < 0
        || attributes.mtimeSeconds() > MAX_SIZE) {
      records.add("mtime", time(attributes.mtimeSeconds(), attributes.mtimeNanos()));
    }
    for (Map.Entry<ByteString, ByteString> xattr : attributes.xattrs().entrySet()) {
      records.add(XATTR.plus(xattr.getKey()), xattr.getValue());
    }
    if (!records.isEmpty()) {
      Attributes plain = Attributes.plain(0644, 0, 0, 0, 0);
      ByteString name = ByteString.utf8("pax-header");
      out.write(fixed(new Fields('x', name, ByteString.EMPTY, plain, records.size(), 0, 0)));
      out.write(records.bytes());
      pad(out, records.size());
    }
    out.write(fixed(fields));
  }

  /// Fills up the last block after `size` bytes.
  static void pad(OutputStream out, long size) throws IOException {
    int rest = (int) (size % BLOCK);
    if (rest > 0) {
      out.write(new byte[BLOCK - rest]);
    }
  }

  private static byte[] fixed(Fields fields) {
    Attributes attributes = fields.attributes();
    byte[] block = new byte[BLOCK];
    text(block, 0, fields.path());
    octal(block, 100, 8, attributes.mode());
    octal(block, 108, 8, Math.min(attributes.uid(), MAX_OWNER));
    octal(block, 116, 8, Math.min(attributes.gid(), MAX_OWNER));
    octal(block, 124, 12, Math.min(fields.size(), MAX_SIZE));
    octal(block, 136, 12, Math.clamp(attributes.mtimeSeconds(), 0, MAX_SIZE));
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) fields.type();
    text(block, 157, fields.link());
    System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
    octal(block, 329, 8, fields.major());
    octal(block, 337, 8, fields.minor());
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void text(byte[] block, int at, ByteString text) {
    ByteString cut = text.substring(0, Math.min(text.size(), NAME));
    cut.copyTo(block, at);
  }

  /// Writes digits and a NUL.
  private static void octal(byte[] block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    String field = "0".repeat(length - 1 - digits.length()) + digits;
    System.arraycopy(field.getBytes(StandardCharsets.US_ASCII), 0, block, at, length - 1);
    block[at + length - 1] = 0;
  }

  private static boolean isPlain(ByteString text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.byteAt(i) < 0x20) {
        return false;
      }
    }
    return true;
  }

  /// Seconds in decimal, as POSIX has them: -1.5 is half a second before -1.
  private static String time(long seconds, int nanos) {
    if (seconds < 0 && nanos > 0) {
      return "-" + -(seconds + 1) + fraction(1_000_000_000 - nanos);
    }
    return seconds + (nanos == 0 ? "" : fraction(nanos));
  }

  private static String fraction(int nanos) {
    return String.format(".%09d", nanos);
  }
}
