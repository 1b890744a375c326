package dev.volary.remote.server.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import dev.volary.remote.server.Call;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.TestGate;
import dev.volary.remote.server.VolumeEndpoint;
import dev.volary.remote.server.VolumeFinder;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.push.PushLimits;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import dev.volary.remote.wire.Packet;
import dev.volary.remote.wire.PacketWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stock Git as the client of a served volume.
final class StockGitTest {
  @TempDir Path folder;

  private final TestGate gate = new TestGate();
  private ServedDepot served;
  private VolumeEndpoint endpoint;
  private WebServer server;
  private String url;

  @BeforeEach
  void serve() throws IOException {
    Assumptions.assumeTrue(Command.available("git"), "needs git");
    served = new ServedDepot(folder.resolve("depot"));
    served.commit("pg", "main", "one");
    served.commit("pg", "main", "two");
    served.commit("pg", "secret", "hidden");
    gate.hidden.add("refs/heads/secret");
    endpoint =
        new VolumeEndpoint(
            served.depot(),
            VolumeFinder.BY_NAME,
            gate,
            DepotService.routes(served.depot(), FetchLimits.DEFAULTS, PushLimits.DEFAULTS));
    server = WebServer.start(Listen.loopback(0), endpoint, WebLimits.DEFAULTS, ServerLog.SILENT);
    url = "http://127.0.0.1:" + server.port() + "/pg";
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      served.close();
    }
  }

  private Outcome git(String... words) {
    List<String> all = new ArrayList<>(List.of("git", "-c", "user.name=x", "-c", "user.email=x@y"));
    all.addAll(List.of(words));
    return Command.of(all)
        .in(folder)
        .with("GIT_TERMINAL_PROMPT", "0")
        .with("HOME", folder.toString())
        .run();
  }

  private CommitId tip(String branch) throws IOException {
    return served.volume("pg").history().refs().find(RefName.branch(branch)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void seesReadableRefsAlone(String version) throws IOException {
    Outcome listed = git("-c", "protocol.version=" + version, "ls-remote", url).expect(0);
    assertThat(listed.out())
        .contains("refs/heads/main", tip("main").toHex(), "HEAD")
        .doesNotContain("secret")
        .doesNotContain(tip("secret").toHex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void clonesAndFetchesHistory(String version) throws IOException {
    git("-c", "protocol.version=" + version, "clone", "--bare", url + ".git", "copy").expect(0);
    assertThat(git("-C", "copy", "log", "--format=%s", "main").out()).isEqualTo("two\none\n");
    served.commit("pg", "main", "three");
    git("-C", "copy", "-c", "protocol.version=" + version, "fetch", url, "main").expect(0);
    assertThat(git("-C", "copy", "log", "-1", "--format=%s", "FETCH_HEAD").out())
        .isEqualTo("three\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void doesNotGetWhatOnlyHiddenRefsReach(String version) throws IOException {
    git("init", "--bare", "copy").expect(0);
    CommitId hidden = tip("secret");
    Outcome there =
        git("-C", "copy", "-c", "protocol.version=" + version, "fetch", url, hidden.toHex());
    Outcome nowhere =
        git("-C", "copy", "-c", "protocol.version=" + version, "fetch", url, "12".repeat(20));
    assertThat(there.exitCode()).isNotZero();
    assertThat(there.err().replace(hidden.toHex(), "ID"))
        .isEqualTo(nowhere.err().replace("12".repeat(20), "ID"));
  }

  @Test
  void nobodyConfirmsACommitByNegotiating() throws IOException {
    String hidden = tip("secret").toHex();
    String nowhere = "12".repeat(20);
    assertThat(negotiated(hidden)).isEqualTo(negotiated(nowhere)).contains("NAK");
    assertThat(negotiated(tip("main").toHex())).contains("ACK");
  }

  /// What is answered to one who says to have a commit.
  private String negotiated(String have) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    PacketWriter lines = new PacketWriter(request);
    lines.line("command=fetch").mark(Packet.Mark.DELIMITER);
    lines.line("want " + tip("main").toHex()).line("have " + have).mark(Packet.Mark.FLUSH);
    byte[] answer =
        new Call("POST", "pg/git-upload-pack", request.toByteArray())
            .with("Git-Protocol", "version=2")
            .by(endpoint)
            .bytes();
    return new String(answer, StandardCharsets.ISO_8859_1);
  }

  @Test
  void tagsACompleteCommit() throws IOException {
    git("clone", "--bare", url, "copy").expect(0);
    git("-C", "copy", "tag", "light", "main~1").expect(0);
    git("-C", "copy", "tag", "-a", "-m", "good", "annotated", "main").expect(0);
    git("-C", "copy", "push", url, "light", "annotated").expect(0);
    assertThat(served.volume("pg").history().refs().find(RefName.tag("annotated")))
        .contains(tip("main"));
    assertThat(git("ls-remote", url).out()).contains("refs/tags/annotated^{}");
  }

  @Test
  void isRefusedWhatHasNoDataHere() throws IOException {
    git("clone", "--bare", url, "copy").expect(0);
    String tree = git("-C", "copy", "rev-parse", "main^{tree}").out().strip();
    // The same facts are another commit's too, so its data is here; other facts' is not.
    String facts = git("-C", "copy", "cat-file", "-p", tree).out();
    String blob = facts.split("\\s+")[2];
    String text = git("-C", "copy", "cat-file", "-p", blob).out();
    Path changed = folder.resolve("facts");
    Files.writeString(changed, swapRoot(text));
    String other = git("-C", "copy", "hash-object", "-w", changed.toString()).out().strip();
    String name = facts.strip().split("\t")[1];
    Files.writeString(folder.resolve("tree"), "100644 blob " + other + "\t" + name + "\n");
    String lacking = commit(Command.of("sh", "-c", "git -C copy mktree < tree"));
    List<String> before = served.leftovers();
    Outcome pushed = git("-C", "copy", "push", url, lacking + ":refs/heads/lacking");
    assertThat(pushed.exitCode()).isNotZero();
    assertThat(pushed.err()).contains("[remote rejected]").contains("volary push");
    assertThat(served.leftovers()).isEqualTo(before);
  }

  /// Another root of the right form.
  private static String swapRoot(String facts) {
    return facts.replaceFirst("([0-9a-f]{40,})", "ab".repeat(32));
  }

  private String commit(Command tree) {
    String id = tree.in(folder).with("HOME", folder.toString()).succeed().out().strip();
    return git("-C", "copy", "commit-tree", "-p", "main", "-m", "made", id).out().strip();
  }

  @Test
  void isRefusedFilesInATree() throws IOException {
    git("clone", url, "copy").expect(0);
    Files.writeString(folder.resolve("copy/README"), "hello");
    git("-C", "copy", "add", "README").expect(0);
    git("-C", "copy", "commit", "-m", "a file").expect(0);
    List<String> before = served.leftovers();
    Outcome pushed = git("-C", "copy", "push", url, "HEAD:refs/heads/file");
    assertThat(pushed.exitCode()).isNotZero();
    assertThat(pushed.err()).contains("[remote rejected]").contains("volary commit");
    assertThat(served.leftovers()).isEqualTo(before);
  }

  @Test
  void isDeniedPerRef() throws IOException {
    gate.closed.add("refs/heads/main");
    git("clone", "--bare", url, "copy").expect(0);
    Outcome pushed = git("-C", "copy", "push", url, "+main~1:main", "main~1:refs/heads/new");
    assertThat(pushed.err())
        .contains("! [remote rejected] main~1 -> main (somebody may not push refs/heads/main)");
    assertThat(served.volume("pg").history().refs().find(RefName.branch("new"))).isPresent();
    Outcome atomic =
        git("-C", "copy", "push", "--atomic", url, "+main~1:main", "main~1:refs/heads/other");
    assertThat(atomic.exitCode()).isNotZero();
    assertThat(served.volume("pg").history().refs().find(RefName.branch("other"))).isEmpty();
  }

  @Test
  void hiddenCommitsCannotBeNamed() throws IOException {
    CommitId hidden = tip("secret");
    git("clone", "--bare", url, "copy").expect(0);
    // The pusher has the commit from elsewhere, and claims it for a ref of its own.
    Path real = served.volume("pg").history().transfer().gitDir();
    git("-C", "copy", "fetch", real.toString(), "refs/heads/secret:refs/heads/mine").expect(0);
    List<String> before = served.leftovers();
    Outcome pushed = git("-C", "copy", "push", url, "mine:refs/heads/mine");
    assertThat(pushed.exitCode()).isNotZero();
    assertThat(served.leftovers()).isEqualTo(before);
    assertThat(served.volume("pg").history().refs().find(RefName.branch("mine"))).isEmpty();
    assertThat(pushed.err()).contains(hidden.shortHex());
  }

  @Test
  void losesARaceInGitsWords() throws IOException {
    git("clone", "--bare", url, "copy").expect(0);
    CommitId old = tip("main");
    CommitId first = served.volume("pg").history().read(old).parents().getFirst();
    served
        .volume("pg")
        .history()
        .refs()
        .update(
            new RefUpdate(
                RefName.branch("side"), Optional.empty(), first, ServedDepot.AUTHOR, "test"));
    Outcome pushed =
        git(
            "-C",
            "copy",
            "push",
            url,
            "main:refs/heads/side",
            "--force-with-lease=side:" + old.toHex());
    assertThat(pushed.exitCode()).isNotZero();
    assertThat(served.volume("pg").history().refs().find(RefName.branch("side"))).contains(first);
  }
}
