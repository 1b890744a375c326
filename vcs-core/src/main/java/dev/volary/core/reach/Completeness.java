package dev.volary.core.reach;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.session.DepotLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The recorded completeness of a volume's commits, kept beside its history.
///
/// A fact that is written down when it comes about, never inferred from what the store holds.
/// Thread-safe, and safe between processes; readers take no lock.
public final class Completeness {
  private static final String NAME = "completeness";

  /// Records that say nothing any more are cleared away when they are more than the others and
  /// this.
  private static final int SPARE_RECORDS = 1000;

  private static final int MAX_SIZE = 1 << 30;

  private final Path folder;
  private final Path file;
  private final Duration timeout;

  private Completeness(Path folder, Duration timeout) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.timeout = timeout;
  }

  /// The completeness kept in the `folder` of a volume; writers wait for each other up to
  /// `timeout`.
  public static Completeness of(Path folder, Duration timeout) {
    return new Completeness(folder, timeout);
  }

  /// Returns what is recorded of `commit`, or nothing; without a record it must not be relied on.
  public Optional<Completion> of(CommitId commit) throws IOException {
    return Optional.ofNullable(all().get(commit));
  }

  /// Returns what is recorded of all commits.
  public Map<CommitId, Completion> all() throws IOException {
    return load().states();
  }

  /// Records the state of commits; durable when it returns.
  public void record(Map<CommitId, Completion> states) throws IOException {
    try (DepotLock _ = DepotLock.acquire(folder, NAME, "recording completeness", timeout)) {
      if (!Files.exists(file)) {
        AtomicFile.publish(file, CompletenessLog.header());
      }
      CompletenessLog log = load();
      Map<CommitId, Completion> news = new HashMap<>(states);
      news.entrySet().removeAll(log.states().entrySet());
      Map<CommitId, Completion> all = new HashMap<>(log.states());
      all.putAll(news);
      if (log.records() + news.size() > 2 * all.size() + SPARE_RECORDS) {
        rewrite(all);
      } else if (!news.isEmpty()) {
        append(log.end(), news);
      }
    }
  }

  /// Records the state of one commit; durable when it returns.
  public void record(CommitId commit, Completion state) throws IOException {
    record(Map.of(commit, state));
  }

  private CompletenessLog load() throws IOException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new VolaryException(Fault.LIMIT, file + " is over " + MAX_SIZE + " bytes");
      }
      return CompletenessLog.read(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new CompletenessLog(Map.of(), 0, 0);
    }
  }

  private void append(int end, Map<CommitId, Completion> states) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(records(new ByteWriter(), states).toByteArray());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end); // what a crash left
      for (long at = end; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
      channel.force(true);
    }
  }

  private void rewrite(Map<CommitId, Completion> states) throws IOException {
    ByteWriter out = new ByteWriter().bytes(CompletenessLog.header());
    AtomicFile.publish(file, records(out, states).toByteArray());
  }

  private static ByteWriter records(ByteWriter out, Map<CommitId, Completion> states) {
    states.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(state -> CompletenessLog.writeRecord(out, state.getKey(), state.getValue()));
    return out;
  }
}
