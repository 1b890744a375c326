package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.Scene.Ran;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.peer.Invitation;
import dev.volary.remote.message.peer.Redemption;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.peer.PeerServer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A volume shared by one depot and cloned by another, over TLS on this machine.
final class PeerTest {
  private static final VolumeName VOLUME = new VolumeName("pgdata");

  @TempDir Path temp;
  private Scene mine;
  private Path copy;
  private Depot theirs;
  private final List<AssertionError> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void depots() throws IOException {
    theirs = new Scene(Files.createDirectories(temp.resolve("theirs"))).withVolume().depot();
    mine = new Scene(Files.createDirectories(temp.resolve("mine")));
    copy = temp.resolve("mine/copy");
  }

  @AfterEach
  void close() {
    theirs.close();
    failures.forEach(failure -> {
      throw failure;
    });
  }

  private PeerServer serve(boolean writable, int port) throws IOException {
    return PeerServer.start(
        theirs,
        new PeerServer.Sharing(
            List.of(VOLUME), writable, "127.0.0.1", port, Optional.empty(), false),
        new Failures());
  }

  /// Keeps what failed at the server, which no request should make it do.
  private final class Failures implements ServerLog {
    @Override
    public void answered(String peer, String request, int status) {}

    @Override
    public void refused(String peer, String request, String reason) {}

    @Override
    public void failed(String request, Throwable cause) {
      failures.add(new AssertionError(request, cause));
    }
  }

  private static String invitation(PeerServer server) throws IOException {
    return server.invite(VOLUME, Duration.ofHours(1)).text();
  }

  @Test
  void anInvitationLetsInOnceAndTheCredentialForGood() throws IOException {
    String invitation;
    int port;
    try (PeerServer server = serve(false, 0)) {
      invitation = invitation(server);
      port = server.port();
      mine.ok("clone", invitation, "--to", copy.toString());
      assertThat(Files.readString(copy.resolve("base/1"))).isEqualTo("one, changed");
      assertThat(mine.ok("remote", "list", "--json")).contains(server.fingerprint());
      assertThat(mine.ok("whoami")).contains(server.fingerprint() + "/pgdata");

      Scene other = new Scene(Files.createDirectories(temp.resolve("other")));
      Ran again = other.run("clone", invitation, "--no-checkout");
      assertThat(again.exitCode()).isEqualTo(5);
      assertThat(again.err()).contains("ask for another");

      Files.writeString(copy.resolve("mine"), "new");
      mine.ok("-C", copy.toString(), "commit", "-m", "mine", "--live");
      Ran denied = mine.run("-C", copy.toString(), "push", "origin", "main:mine");
      assertThat(denied.exitCode()).isEqualTo(5);
      assertThat(denied.out())
          .containsPattern(" ! \\[remote rejected] +main -> mine \\(.*read-only.*\\)");
    }
    Ran gone = mine.run("fetch");
    assertThat(gone.exitCode()).isEqualTo(7);
    try (PeerServer _ = serve(true, port)) {
      // The same words again: the invitation is used up, the credential is not.
      assertThat(mine.run("clone", invitation, "again", "--no-checkout").exitCode()).isZero();
      assertThat(mine.ok("-C", copy.toString(), "push", "origin", "main:mine"))
          .contains("[new branch]");
    }
  }

  @Test
  void whoWasKilledBeforeTheAnswerCameIsLetInByTheSameWord() throws IOException {
    try (PeerServer server = serve(false, 0)) {
      Invitation invitation = Invitation.parse(invitation(server));
      mine.run("list");
      Files.createDirectories(mine.depotDirectory());
      String origin = "sha256:" + server.fingerprint() + "/pgdata";
      String nonce = new CredentialFile(mine.depotDirectory()).nonce(origin, new SecureRandom());
      HttpSettings settings = HttpSettings.DEFAULT.pinned(server.fingerprint());
      Request lost =
          new Request(
              "POST",
              Redemption.PATH,
              "",
              Map.of("content-type", TransferLimits.MEDIA_TYPE),
              Body.of(new Redemption(invitation.secret(), nonce, "killed").write()));
      try (HttpTransport transport =
          new HttpTransport("https://127.0.0.1:%d/".formatted(server.port()), settings)) {
        transport.send(lost).orFail().close();
      }
      mine.ok("clone", invitation.text(), "--no-checkout");
      // What was drawn for the exchange goes with it.
      assertThat(Files.readString(mine.depotDirectory().resolve("credentials")))
          .doesNotContain(nonce);
    }
  }

  @Test
  void theCredentialFileIsItsOwnersAlone() throws IOException {
    try (PeerServer server = serve(false, 0)) {
      mine.ok("clone", invitation(server), "--no-checkout");
      Path file = mine.depotDirectory().resolve("credentials");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Ran ran = mine.run("fetch");
      assertThat(ran.exitCode()).isEqualTo(5);
      assertThat(ran.err()).contains("chmod 600");
    }
  }

  @Test
  void whoGivesNoCredentialIsToldSo() throws IOException {
    try (PeerServer server = serve(false, 0)) {
      mine.ok("clone", invitation(server), "--no-checkout");
      Files.delete(mine.depotDirectory().resolve("credentials"));
      Ran ran = mine.run("fetch");
      assertThat(ran.exitCode()).isEqualTo(5);
      assertThat(ran.err()).contains("you asked as nobody").contains("volary login");
    }
  }

  @Test
  void halfAnInvitationIsNone() throws IOException {
    try (PeerServer server = serve(false, 0)) {
      String invitation = invitation(server);
      Ran ran = mine.run("clone", invitation.substring(0, invitation.length() - 3));
      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err()).contains("copy the whole word");
    }
  }
}
