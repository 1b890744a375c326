package dev.volary.core.reach;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// The bytes of a completeness file: a sealed header and records of 24 bytes, the last of a commit
/// counting.
///
/// A record ends in a check that is never zero. An append that a crash cut short leaves less than a
/// record, or records that end in zeros with nothing but zeros behind: those are passed over. What
/// was acknowledged was flushed and can't look like that, so everything else is damage.
///
/// @param states what each commit's last whole record says
/// @param records how many whole records there are
/// @param end where the next record belongs, in bytes from the beginning of the file
record CompletenessLog(Map<CommitId, Completion> states, int records, int end) {
  static final int RECORD_SIZE = 24;
  private static final int CHECKED = RECORD_SIZE - 3;
  private static final Envelope HEADER = new Envelope("VCMP", 1, 0);

  CompletenessLog {
    states = Map.copyOf(states);
  }

  static byte[] header() {
    return HEADER.seal(new ByteWriter());
  }

  static void writeRecord(ByteWriter out, CommitId commit, Completion completion) {
    int start = out.size();
    out.u64(Long.reverseBytes(commit.high())).u64(Long.reverseBytes(commit.middle()));
    out.u32(Integer.reverseBytes(commit.low())).u8(completion.code());
    int check = check(out.array(), start);
    out.u16(check).u8(check >>> 16);
  }

  static CompletenessLog read(String resource, byte[] bytes) {
    int start = header().length;
    ByteReader in = new ByteReader(resource, bytes);
    HEADER.open(resource, in.bytes(start)).end();
    Map<CommitId, Completion> states = new LinkedHashMap<>();
    int at = start;
    while (bytes.length - at >= RECORD_SIZE && !isUnfinished(bytes, at)) {
      CommitId commit =
          new CommitId(
              Long.reverseBytes(in.u64()),
              Long.reverseBytes(in.u64()),
              Integer.reverseBytes(in.u32()));
      int code = in.u8();
      if ((in.u16() | in.u8() << 16) != check(bytes, at)) {
        throw in.corrupt("the record of commit " + commit.shortHex() + " has a wrong check");
      }
      states.put(commit, Completion.of(code, resource));
      at += RECORD_SIZE;
    }
    return new CompletenessLog(states, (at - start) / RECORD_SIZE, at);
  }

  /// Tells whether from the check of the record at `at` on everything is zero.
  private static boolean isUnfinished(byte[] bytes, int at) {
    for (int i = at + CHECKED; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int check(byte[] bytes, int start) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, CHECKED);
    int check = (int) crc.getValue() & 0xff_ffff;
    return check == 0 ? 1 : check;
  }
}
