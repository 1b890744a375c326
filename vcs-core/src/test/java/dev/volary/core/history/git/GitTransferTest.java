package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.Tags.Annotation;
import dev.volary.fixtures.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A history carried to another depot.
final class GitTransferTest {
  private static final long MANY_BYTES = 1 << 20;
  private @TempDir Path folder;
  private Scene here;
  private Scene there;

  @BeforeEach
  void open() {
    here = Scene.create(folder.resolve("here"));
    there = Scene.create(folder.resolve("there"));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static GitObjectId id(CommitId commit) {
    return GitObjectId.ofCommit(commit);
  }

  private byte[] pack(List<GitObjectId> wants, List<GitObjectId> haves) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    here.history.transfer().send(out, wants, haves);
    return out.toByteArray();
  }

  private void receive(byte[] pack) {
    there.history.transfer().receive(new ByteArrayInputStream(pack), MANY_BYTES);
  }

  private static RefChange change(
      RefName ref, Optional<GitObjectId> from, Optional<GitObjectId> to, boolean force) {
    return new RefChange(ref, from, to, force, Scene.ANN, "pushed");
  }

  private void assertRefused(byte[] pack, Fault fault) throws IOException {
    assertThatThrownBy(() -> receive(pack))
        .isInstanceOfSatisfying(VolaryException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    try (Stream<Path> files = Files.list(there.gitDir.resolve("objects/pack"))) {
      assertThat(files).isEmpty();
    }
    try (Stream<Path> files = Files.list(there.gitDir.resolve("volary"))) {
      assertThat(files).allMatch(file -> !file.toString().contains("receiving-"));
    }
  }

  @Test
  void carriesCommitsTagsAndLabels() {
    CommitId one = here.commit(Scene.MAIN, "one");
    receive(pack(List.of(id(one)), List.of()));
    CommitId two = here.commit(Scene.MAIN, "two");
    here.history.labels().change(two, Map.of("ticket", Optional.of("7")), Scene.ANN);
    RefName tag = RefName.tag("v1");
    here.history
        .tags()
        .create(tag, two, Optional.of(new Annotation(Scene.ANN, "first", Optional.empty())));
    HistoryTransfer from = here.history.transfer();
    List<GitObjectId> wants =
        from.refs("").values().stream().map(HistoryTransfer.RawRef::object).toList();
    assertThat(wants).hasSize(3);
    receive(pack(wants, List.of(id(one), GitObjectId.hex("1".repeat(40)))));
    HistoryTransfer to = there.history.transfer();
    assertThat(wants).allMatch(to::contains);
    assertThat(to.between(List.of(two), List.of())).containsExactly(one, two);
    assertThat(to.between(List.of(two), List.of(one))).containsExactly(two);
    GitObjectId tagged = from.refs(RefName.TAGS).get(tag).object();
    assertThat(tagged).isNotEqualTo(id(two));
    to.update(
        List.of(
            change(Scene.MAIN, Optional.empty(), Optional.of(id(two)), false),
            change(tag, Optional.empty(), Optional.of(tagged), false)));
    to.mergeLabels(from.refs("refs/notes/").values().iterator().next().object(), Scene.ANN);
    assertThat(there.history.read(two).labels()).containsEntry("ticket", "7");
    assertThat(to.refs(RefName.TAGS).get(tag).commit()).contains(two);
    assertThat(there.fsck()).isEmpty();
  }

  @Test
  void changesAllRefsOrNone() {
    CommitId one = there.commit(Scene.MAIN, "one");
    CommitId two = there.write("two");
    RefName other = RefName.branch("other");
    HistoryTransfer to = there.history.transfer();
    RefChange good = change(other, Optional.empty(), Optional.of(id(two)), false);
    RefChange behind = change(Scene.MAIN, Optional.of(id(one)), Optional.of(id(two)), false);
    assertThatThrownBy(() -> to.update(List.of(good, behind)))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    assertThat(there.history.refs().find(other)).isEmpty();
    to.update(change(Scene.MAIN, Optional.of(id(one)), Optional.of(id(two)), true));
    assertThat(there.history.refs().shelved(Shelf.KEPT)).hasSize(1);
    assertThatThrownBy(() -> to.update(behind))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY));
    to.update(change(Scene.MAIN, Optional.of(id(two)), Optional.empty(), false));
    assertThat(there.history.refs().find(Scene.MAIN)).isEmpty();
    assertThat(there.history.refs().shelved(Shelf.KEPT)).hasSize(2);
  }

  @Test
  void refusesWhatIsDamagedOrLackingOrTooLong() throws IOException {
    CommitId one = here.commit(Scene.MAIN, "one");
    CommitId two = here.commit(Scene.MAIN, "two");
    byte[] whole = pack(List.of(id(two)), List.of());
    for (int at = 0; at < whole.length; at += 7) {
      byte[] hurt = whole.clone();
      hurt[at] ^= 0x10;
      assertRefused(hurt, Fault.CORRUPT);
    }
    assertRefused(Arrays.copyOf(whole, whole.length / 2), Fault.CORRUPT);
    assertRefused(pack(List.of(id(two)), List.of(id(one))), Fault.CORRUPT);
    assertThatThrownBy(() ->
            there.history.transfer().receive(new ByteArrayInputStream(whole), whole.length - 1L))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT));
    InputStream cut =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is cut");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> there.history.transfer().receive(cut, MANY_BYTES))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("the line is cut");
    receive(whole);
    assertThat(there.history.contains(two)).isTrue();
  }

  @Test
  void refusesTreesThatAreNoneOfVolary() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("Main.java"), "class Main {}");
    String git = here.gitDir.toString();
    var environment =
        "git --git-dir "
            + git
            + " --work-tree "
            + source
            + " add -A && git --git-dir "
            + git
            + " -c user.name=a -c user.email=a@b commit-tree -m x $(git --git-dir "
            + git
            + " write-tree)";
    String commit = Command.of("sh", "-c", environment).succeed().out().strip();
    assertRefused(pack(List.of(GitObjectId.hex(commit)), List.of()), Fault.CORRUPT);
  }
}
