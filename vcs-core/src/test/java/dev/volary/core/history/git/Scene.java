package dev.volary.core.history.git;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.linux.OfdLock;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A history in a folder, with a clock that moves a minute with every look at it.
final class Scene implements AutoCloseable {
  static final Identity ANN = new Identity("Ann Example", "ann@example.org");
  static final RefName MAIN = RefName.branch("main");
  static final Instant START = Instant.parse("2026-11-17T20:00:00Z");

  final Path gitDir;
  final VolumeHistory history;
  private Instant now = START;

  private Scene(Path gitDir, boolean create) {
    this.gitDir = gitDir;
    this.history =
        create
            ? GitHistory.create(gitDir, MAIN, setup(this::tick))
            : GitHistory.open(gitDir, setup(this::tick));
  }

  static Scene create(Path folder) {
    return new Scene(folder.resolve("history.git"), true);
  }

  static Scene open(Path gitDir) {
    return new Scene(gitDir, false);
  }

  static HistorySetup setup(InstantSource clock) {
    return new HistorySetup(clock, ZoneOffset.UTC, Scene::lock);
  }

  private static HistorySetup.Held lock(Path file) {
    try {
      OfdLock lock = OfdLock.lock(file, false, Duration.ofSeconds(30));
      return lock::close;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Instant tick() {
    now = now.plusSeconds(60);
    return now;
  }

  Instant now() {
    return now;
  }

  static Facts facts(String tree, Instant captured) {
    byte[] bytes = tree.getBytes(StandardCharsets.UTF_8);
    ObjectId root = ObjectHash.of(ObjectKind.DIRECTORY, bytes, 0, bytes.length);
    return new Facts(root, 3, bytes.length, captured, Consistency.of(Consistency.Level.STOPPED));
  }

  /// Writes a commit of a tree told by a word; no ref moves.
  CommitId write(String word, CommitId... parents) {
    return write(word, new TreeMap<>(), parents);
  }

  CommitId write(String word, SortedMap<String, String> labels, CommitId... parents) {
    return history.commit(new NewCommit(List.of(parents), ANN, word, labels, facts(word, tick())));
  }

  /// Commits on a branch.
  CommitId commit(RefName branch, String word) {
    Optional<CommitId> tip = history.refs().find(branch);
    CommitId id = write(word, tip.stream().toArray(CommitId[]::new));
    history.refs().update(new RefUpdate(branch, tip, id, ANN, "commit: " + word));
    return id;
  }

  RefUpdate update(RefName ref, Optional<CommitId> expected, CommitId target) {
    return new RefUpdate(ref, expected, target, ANN, "test");
  }

  /// What stock Git prints, which must succeed.
  String git(String... words) {
    String[] command = new String[words.length + 3];
    command[0] = "git";
    command[1] = "--git-dir";
    command[2] = gitDir.toString();
    System.arraycopy(words, 0, command, 3, words.length);
    var outcome = Command.of(command).with("GIT_CONFIG_NOSYSTEM", "1").succeed();
    return outcome.out() + outcome.err();
  }

  /// What the strictest check of stock Git prints; empty if it finds nothing odd.
  String fsck() {
    return git("fsck", "--strict", "--no-dangling", "--no-progress");
  }

  @Override
  public void close() {
    history.close();
  }
}
