package dev.volary.remote.server.push;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is kept on disk of a push session.
///
/// @param principal who pushes
/// @param relied complete commits whose objects what is sent may rest on
record PushRecord(PushKey key, String principal, List<CommitId> relied) {
  private static final int MAX_RELIED = 1 << 16;
  private static final int MAX_NAME = 4096;
  private static final Envelope SHELL = new Envelope("VPSH", 1, 2 << 20);
  private static final String FILE = "session";

  /// The latest of many commits are enough: what the earlier ones have alone is seldom needed.
  PushRecord {
    relied = List.copyOf(relied.subList(Math.max(0, relied.size() - MAX_RELIED), relied.size()));
  }

  void write(Path folder) throws IOException {
    ByteWriter out = new ByteWriter();
    out.sized(key.digest()).sized(ByteString.utf8(principal)).varint(relied.size());
    for (CommitId commit : relied) {
      out.u64(commit.high()).u64(commit.middle()).u32(commit.low());
    }
    AtomicFile.publish(folder.resolve(FILE), SHELL.seal(out));
  }

  static Optional<PushRecord> read(Path folder) throws IOException {
    Optional<ByteReader> file = SHELL.read(folder.resolve(FILE));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    ByteReader in = file.get();
    PushKey key = new PushKey(in.sized(PushKey.BYTES));
    String principal = new String(in.sized(MAX_NAME).bytes(), StandardCharsets.UTF_8);
    int count = (int) in.varint(MAX_RELIED);
    List<CommitId> relied = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      relied.add(new CommitId(in.u64(), in.u64(), in.u32()));
    }
    in.end();
    return Optional.of(new PushRecord(key, principal, relied));
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }
}
