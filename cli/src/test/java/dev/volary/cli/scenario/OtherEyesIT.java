package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A volume's history as stock Git sees it, and as its own words find it again.
final class OtherEyesIT {
  @TempDir Path temp;

  private Path tree;
  private Volary volary;

  @BeforeEach
  void aSmallVolume() throws IOException {
    tree = Files.createDirectory(temp.resolve("tree"));
    volary = Volary.in(temp.resolve("depot")).at(tree);
    Files.writeString(tree.resolve("file"), "0");
    volary.ok("init", "--name", "seen");
  }

  private String commit(String content, String... words) throws IOException {
    Files.writeString(tree.resolve("file"), content);
    List<String> all = new ArrayList<>(List.of("commit", "--quiet", "-m", content));
    all.addAll(List.of(words));
    return volary.ok(all.toArray(String[]::new));
  }

  @Test
  void gitFindsNothingToSay() throws IOException {
    assumeTrue(Command.available("git"), "git is not installed");
    assumeTrue(Command.available("ssh-keygen"), "ssh-keygen is not installed");
    List<String> ids = new ArrayList<>();
    ids.add(commit("zero", "-m", "with a body, é and \"quotes\"", "--label", "ticket=1"));
    ids.add(commit("one"));
    volary.ok("switch", "-c", "side", "main~1");
    ids.add(commit("side"));
    volary.ok("switch", "main");
    volary.ok("label", "main", "stage=seen");
    volary.ok("branch", "gone", "main~1");
    volary.ok("branch", "-D", "gone");
    volary.ok("tag", "light");
    volary.ok("tag", "heavy", "main~1", "-m", "annotated");
    Path key = temp.resolve("key");
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).succeed();
    volary.ok("tag", "-s", "--key", key.toString(), "signed", "-m", "known good");

    Outcome checked = git("fsck", "--strict", "--full");
    assertThat(checked.out() + checked.err()).isEmpty();
    assertThat(git("log", "--graph", "--all", "--format=%H").out()).contains(ids);
    assertThat(git("log", "--all", "--format=%s").out()).contains("zero", "one", "side");
    assertThat(git("for-each-ref", "--format=%(refname)").out())
        .contains("refs/heads/main", "refs/heads/side", "refs/tags/heavy", "refs/tags/signed");
    assertThat(git("ls-remote", ".").out()).contains(ids.getLast());

    Path signers = temp.resolve("signers");
    Files.writeString(signers, "me@example.org " + Files.readString(Path.of(key + ".pub")));
    Outcome verified = git("-c", "gpg.ssh.allowedSignersFile=" + signers, "verify-tag", "signed");
    assertThat(verified.err()).contains("Good \"git\" signature for me@example.org");
    assertThat(git("cat-file", "tag", "signed").out()).containsPattern("Volary-Root: [0-9a-f]{64}");
    assertThat(volary.ok("tag", "-v", signers.toString(), "signed")).contains("me@example.org");
  }

  @Test
  void aDeletedBranchComesBack() throws IOException {
    commit("zero");
    volary.ok("switch", "-c", "side");
    String tip = commit("only on side");
    volary.ok("switch", "main");
    assertThat(volary.refused(4, "branch", "-d", "side")).contains("side");
    volary.ok("branch", "-D", "side");
    volary.refused(3, "show", "side");
    volary.ok("gc");
    assertThat(volary.ok("trash", "list")).contains("seen@side");
    volary.ok("trash", "restore", "seen@side");
    assertThat(volary.ok("show", "side", "--quiet")).isEqualTo(tip);
    assertThat(volary.ok("cat", "side:file")).isEqualTo("only on side");
  }

  @Test
  void aTimeNamesTheCommitThatStoodThen() throws IOException {
    List<String> ids = List.of(commit("zero"), commit("one"), commit("two"));
    List<Instant> captured = new ArrayList<>();
    for (String id : ids) {
      String json = volary.ok("show", "--json", id);
      captured.add(Instant.parse(json.replaceFirst("(?s).*\"captured\":\"([^\"]*)\".*", "$1")));
    }
    for (int i = 0; i < ids.size(); i++) {
      assertThat(at(captured.get(i))).isEqualTo(ids.get(i));
    }
    assertThat(at(captured.get(1).minusNanos(1))).isEqualTo(ids.get(0));
    assertThat(at(captured.get(2).minusNanos(1))).isEqualTo(ids.get(1));
    String before = "seen@{" + captured.getFirst().minusNanos(1) + "}";
    assertThat(volary.refused(3, "show", before)).contains("is known from");
    assertThat(volary.refused(3, "show", "seen@{1999-12-31 23:59}")).contains("is known from");
  }

  private String at(Instant time) {
    return volary.ok("show", "--quiet", "seen@{" + time + "}");
  }

  private Outcome git(String... words) {
    List<String> all = new ArrayList<>(List.of("git"));
    all.addAll(List.of(words));
    return Command.of(all)
        .in(temp.resolve("depot/volumes/seen/history.git"))
        .with("HOME", "/nonexistent")
        .with("GIT_CONFIG_NOSYSTEM", "1")
        .succeed();
  }
}
