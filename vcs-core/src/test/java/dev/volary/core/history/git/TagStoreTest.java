package dev.volary.core.history.git;

import static dev.volary.core.history.git.GitHistoryTest.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.Tags;
import dev.volary.core.history.Tags.Annotation;
import dev.volary.core.history.Tags.TagInfo;
import dev.volary.core.history.Tags.Verdict;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags, judged by `git verify-tag` where they are signed.
final class TagStoreTest {
  private static final RefName V1 = RefName.tag("v1");

  @TempDir Path folder;
  private Scene scene;
  private Tags tags;
  private CommitId commit;

  @BeforeEach
  void create() {
    scene = Scene.create(folder);
    tags = scene.history.tags();
    commit = scene.commit(Scene.MAIN, "a");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Path key(String name) throws IOException {
    Path key = folder.resolve(name);
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString())
        .succeed();
    String half = Files.readString(folder.resolve(name + ".pub"));
    Files.writeString(folder.resolve("allowed-" + name), "ann@example.org " + half);
    return key;
  }

  private static Optional<Annotation> words(String message, Optional<Path> key) {
    return Optional.of(new Annotation(Scene.ANN, message, key));
  }

  @Test
  void lightAndAnnotated() {
    TagInfo light = tags.create(V1, commit, Optional.empty());
    TagInfo heavy = tags.create(RefName.tag("v2"), commit, words("two\n\nlines", Optional.empty()));

    assertThat(light.tagger()).isEmpty();
    assertThat(heavy.message()).isEqualTo("two\n\nlines");
    assertThat(heavy.tagger()).contains(Scene.ANN);
    assertThat(tags.list()).containsExactly(light, heavy);
    assertThat(scene.history.resolve("v2^{commit}")).isEqualTo(commit);
    assertThat(scene.git("cat-file", "-t", "v1").strip()).isEqualTo("commit");
    assertThat(scene.git("cat-file", "-t", "v2").strip()).isEqualTo("tag");
    assertThat(scene.fsck()).isEmpty();
    fails(Fault.CONFLICT, () -> tags.create(V1, commit, Optional.empty()));
    fails(
        Fault.NOT_FOUND,
        () -> tags.create(RefName.tag("v3"), CommitId.hex("4".repeat(40)), Optional.empty()));
  }

  @Test
  void stockGitAcceptsTheSignature() throws IOException {
    Path key = key("ann");
    TagInfo tag = tags.create(V1, commit, words("the state of the 17th", Optional.of(key)));

    assertThat(tag.signed()).isTrue();
    assertThat(tag.message()).isEqualTo("the state of the 17th");
    String allowed = folder.resolve("allowed-ann").toString();
    assertThat(
            scene.git(
                "-c",
                "gpg.format=ssh",
                "-c",
                "gpg.ssh.allowedSignersFile=" + allowed,
                "verify-tag",
                "v1"))
        .contains("Good \"git\" signature for ann@example.org");
    assertThat(scene.git("cat-file", "tag", "v1"))
        .contains("Volary-Root: " + scene.history.facts(commit).root().toHex());
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void checksSignatures() throws IOException {
    Path key = key("ann");
    key("bob");
    tags.create(V1, commit, words("", Optional.of(key)));
    tags.create(RefName.tag("plain"), commit, words("plain", Optional.empty()));
    tags.create(RefName.tag("light"), commit, Optional.empty());

    Tags.Check good = tags.verify(V1, folder.resolve("allowed-ann"));
    assertThat(good.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(good.signer()).isEqualTo("ann@example.org");
    assertThat(tags.verify(V1, folder.resolve("allowed-bob")).verdict())
        .isEqualTo(Verdict.UNKNOWN_SIGNER);
    assertThat(tags.verify(RefName.tag("plain"), key).verdict()).isEqualTo(Verdict.UNSIGNED);
    assertThat(tags.verify(RefName.tag("light"), key).verdict()).isEqualTo(Verdict.UNSIGNED);
    fails(Fault.NOT_FOUND, () -> tags.verify(RefName.tag("none"), key));
    fails(Fault.NOT_FOUND, () -> tags.verify(V1, folder.resolve("no such file")));
    fails(
        Fault.NOT_FOUND,
        () -> tags.create(RefName.tag("x"), commit, words("x", Optional.of(folder.resolve("y")))));
    Path noKey = Files.writeString(folder.resolve("no-key"), "this is no key");
    fails(
        Fault.FAILED, () -> tags.create(RefName.tag("x"), commit, words("x", Optional.of(noKey))));
  }

  @Test
  void findsTamperedTags() throws IOException {
    tags.create(V1, commit, words("original", Optional.of(key("ann"))));
    CommitId other = scene.commit(Scene.MAIN, "other");
    String tag = scene.git("cat-file", "tag", "v1");
    forge("reworded", tag.replace("original", "0riginal"));
    forge("moved", tag.replace(commit.toHex(), other.toHex()));

    Path allowed = folder.resolve("allowed-ann");
    assertThat(tags.verify(RefName.tag("reworded"), allowed).verdict()).isEqualTo(Verdict.BAD);
    assertThat(tags.verify(RefName.tag("moved"), allowed).verdict()).isEqualTo(Verdict.BAD);
  }

  private void forge(String name, String object) throws IOException {
    Path file = folder.resolve("forged");
    Files.write(file, object.getBytes(StandardCharsets.UTF_8));
    String id = scene.git("hash-object", "-t", "tag", "-w", file.toString()).strip();
    scene.git("update-ref", "refs/tags/" + name, id);
  }

  @Test
  void comesBackWithItsAnnotation() {
    tags.create(V1, commit, words("words", Optional.empty()));
    ShelvedRef kept = tags.delete(V1, Shelf.KEPT, Scene.ANN);
    assertThat(tags.find(V1)).isEmpty();
    fails(Fault.NOT_FOUND, () -> tags.delete(V1, Shelf.KEPT, Scene.ANN));
    scene.history.refs().restore(kept, V1, Scene.ANN);
    assertThat(tags.find(V1).orElseThrow().message()).isEqualTo("words");
  }
}
