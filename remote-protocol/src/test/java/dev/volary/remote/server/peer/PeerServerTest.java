package dev.volary.remote.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.message.peer.Invitation;
import dev.volary.remote.message.peer.PeerCredential;
import dev.volary.remote.message.peer.Redemption;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.server.ServerLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A peer that shares a volume, and those it has invited and has not.
final class PeerServerTest {
  private static final VolumeName PG = new VolumeName("pg");

  @TempDir Path folder;

  private ServedDepot served;

  @BeforeEach
  void prepare() throws IOException {
    served = new ServedDepot(folder.resolve("depot"));
    served.commit("pg", "main", "one");
    served.commit("private", "main", "two");
  }

  @AfterEach
  void close() {
    served.close();
  }

  private PeerServer start(boolean writable, VolumeName... volumes) throws IOException {
    return PeerServer.start(
        served.depot(),
        new PeerServer.Sharing(
            List.of(volumes),
            writable,
            "127.0.0.1",
            0,
            Optional.of(served.depot().surroundings().clock().instant().plus(Duration.ofHours(8))),
            false),
        ServerLog.SILENT);
  }

  /// Status and body of an answer.
  private record Told(int status, byte[] body) {}

  private static Told ask(PeerServer server, String line, String token, byte[] body)
      throws Exception {
    X509TrustManager pin =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {
            try {
              byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
              assertThat(HexFormat.of().formatHex(digest)).isEqualTo(server.fingerprint());
            } catch (java.security.GeneralSecurityException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {pin}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      String authorization = token.isEmpty() ? "X: y" : "Authorization: Bearer " + token;
      String head =
          String.join(
              "\r\n",
              line + " HTTP/1.0",
              "Host: h",
              authorization,
              "Content-Length: " + body.length,
              "",
              "");
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      socket.getOutputStream().write(out.toByteArray());
      byte[] answer = socket.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n") + 4;
      return new Told(
          Integer.parseInt(text.substring(9, 12)), Arrays.copyOfRange(answer, end, answer.length));
    }
  }

  private static Told redeem(PeerServer server, String secret) throws Exception {
    return redeem(server, secret, Secrets.make(new SecureRandom()));
  }

  private static Told redeem(PeerServer server, String secret, String nonce) throws Exception {
    byte[] message = new Redemption(secret, nonce, "laptop").write();
    return ask(server, "POST /" + Redemption.PATH, "", message);
  }

  private static Told refs(PeerServer server, String volume, String token) throws Exception {
    return ask(server, "GET /" + volume + "/volary/1/refs", token, new byte[0]);
  }

  @Test
  void anInvitationLetsInOnceAndForGood() throws Exception {
    String token;
    String fingerprint;
    try (PeerServer server = start(false, PG)) {
      Invitation invitation = Invitation.parse(server.invite(PG, Duration.ofMinutes(15)).text());
      assertThat(invitation.fingerprint()).isEqualTo(server.fingerprint());
      assertThat(invitation.port()).isEqualTo(server.port());
      PeerCredential credential = PeerCredential.read(redeem(server, invitation.secret()).body());
      assertThat(redeem(server, invitation.secret()).status()).isEqualTo(403);
      token = credential.token();
      VolumeRefs refs = VolumeRefs.read(refs(server, "pg", token).body());
      assertThat(refs.refs()).hasSize(1);
      assertThat(refs.writable()).isFalse();
      assertThat(refs(server, "pg", "").status()).isEqualTo(401);
      assertThat(refs(server, "pg", token + "0").status()).isEqualTo(401);
      assertThat(refs(server, "private", token).status()).isEqualTo(404);
      fingerprint = server.fingerprint();
    }
    try (PeerServer again = start(true, PG, new VolumeName("private"))) {
      assertThat(again.fingerprint()).isEqualTo(fingerprint);
      assertThat(VolumeRefs.read(refs(again, "pg", token).body()).writable()).isTrue();
      assertThat(refs(again, "private", token).status()).isEqualTo(404);
      served.later(Duration.ofHours(9));
      assertThat(refs(again, "pg", token).status()).isEqualTo(503);
    }
  }

  @Test
  void theSameExchangeIsAnsweredAlikeAgainAndNoOther() throws Exception {
    try (PeerServer server = start(false, PG)) {
      Invitation invitation = server.invite(PG, Duration.ofMinutes(15));
      String nonce = Secrets.make(new SecureRandom());
      Told first = redeem(server, invitation.secret(), nonce);
      Told second = redeem(server, invitation.secret(), nonce);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(redeem(server, invitation.secret()).status()).isEqualTo(403);
      assertThat(redeem(server, server.invite(PG, Duration.ofMinutes(1)).secret(), "x").status())
          .isEqualTo(400);
      assertThat(new GuestBook(served.depot()).guests()).hasSize(1);
      assertThat(refs(server, "pg", PeerCredential.read(second.body()).token()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void invitationsExpireAndSecretsAreNotKept() throws Exception {
    try (PeerServer server = start(false, PG)) {
      Invitation late = server.invite(PG, Duration.ofMinutes(15));
      served.later(Duration.ofMinutes(16));
      assertThat(redeem(server, late.secret()).status()).isEqualTo(403);
      Invitation used = server.invite(PG, Duration.ofMinutes(15));
      PeerCredential credential = PeerCredential.read(redeem(server, used.secret()).body());
      String kept =
          Files.readString(folder.resolve("depot/peer/guests"), StandardCharsets.ISO_8859_1);
      assertThat(kept).doesNotContain(used.secret()).doesNotContain(credential.token());
      GuestBook guests = new GuestBook(served.depot());
      assertThat(guests.guests()).hasSize(1);
      assertThat(guests.remove(guests.guests().getFirst().key())).isTrue();
      assertThat(refs(server, "pg", credential.token()).status()).isEqualTo(401);
    }
  }

  @Test
  void invitationsShowMistakesInCopying() {
    String text =
        new Invitation("ab".repeat(32), List.of("192.0.2.7"), 4711, "pg", "cd".repeat(16)).text();
    assertThat(Invitation.parse(" " + text + "\n").addresses()).containsExactly("192.0.2.7");
    for (int i = 0; i < text.length(); i++) {
      String cut = text.substring(0, i);
      String changed = cut + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
      for (String wrong : List.of(cut, changed)) {
        assertThatThrownBy(() -> Invitation.parse(wrong))
            .isInstanceOfSatisfying(
                VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.USAGE));
      }
    }
  }

  @Test
  void strangersLearnNothing() throws Exception {
    try (PeerServer server = start(false, PG)) {
      Told there = refs(server, "pg", "");
      Told nowhere = refs(server, "nothing", "");
      assertThat(there.status()).isEqualTo(nowhere.status()).isEqualTo(401);
      assertThat(there.body()).isEqualTo(nowhere.body());
      assertThat(redeem(server, "0".repeat(32)).status()).isEqualTo(403);
      assertThat(ask(server, "POST /" + Redemption.PATH, "", new byte[5000]).status())
          .isEqualTo(413);
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = plain.getInputStream().readAllBytes();
        assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 200");
      }
    }
  }

  @Test
  void stockGitReadsWithATokenAndMayNotPush() throws Exception {
    Assumptions.assumeTrue(Command.available("git"), "needs git");
    try (PeerServer server = start(false, PG)) {
      Invitation invitation = server.invite(PG, Duration.ofMinutes(15));
      String token = PeerCredential.read(redeem(server, invitation.secret()).body()).token();
      String url = "https://peer:" + token + "@127.0.0.1:" + server.port() + "/pg";
      assertThat(git("clone", "--bare", url, "copy").exitCode()).isZero();
      Outcome pushed = git("-C", "copy", "push", url, "main:refs/heads/mine");
      assertThat(pushed.err())
          .contains("! [remote rejected] main -> mine (this volume is shared read-only)");
      String wrong = "https://peer:wrong@127.0.0.1:" + server.port() + "/pg";
      assertThat(git("ls-remote", wrong).exitCode()).isNotZero();
    }
  }

  private Outcome git(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("git", "-c", "http.sslVerify=false"));
    all.addAll(List.of(words));
    return Command.of(all)
        .in(folder)
        .with("GIT_TERMINAL_PROMPT", "0")
        .with("HOME", folder.toString())
        .run();
  }
}
