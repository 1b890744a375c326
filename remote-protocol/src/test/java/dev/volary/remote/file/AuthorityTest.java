package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.web.GivenIdentity;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.TlsIdentity;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers whose certificates somebody signed: who is trusted, and who is not.
@Timeout(60)
final class AuthorityTest {
  private final Instant now = Instant.now();
  private final Instant later = now.plus(Duration.ofDays(1));

  @TempDir Path folder;
  private TestAuthority ours;

  @BeforeEach
  void authority() {
    ours = new TestAuthority(folder, "ours");
  }

  private static WebServer server(TlsIdentity identity) throws IOException {
    return WebServer.start(
        new Listen("127.0.0.1", 0, Optional.of(identity), false),
        exchange -> exchange.respond(200, Map.of()).close(),
        WebLimits.DEFAULTS,
        ServerLog.SILENT);
  }

  private static TlsIdentity identity(TestAuthority.Issued files, Instant now) throws IOException {
    return new GivenIdentity(files.certificate(), files.key()).read(now);
  }

  private static int ask(WebServer server, HttpSettings settings) throws IOException {
    try (HttpTransport transport =
            new HttpTransport("https://localhost:%d/pgdata".formatted(server.port()), settings);
        Answer answer = transport.send(Request.of("GET", "refs"))) {
      return answer.status();
    }
  }

  private static void refused(WebServer server, HttpSettings settings, String why) {
    assertThatThrownBy(() -> ask(server, settings))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NETWORK))
        .hasMessageContaining(why);
  }

  @Test
  void whoIsSignedByTheGivenAuthorityIsTrusted() throws IOException {
    TlsIdentity identity = identity(ours.issue("localhost", later), now);
    assertThat(identity.selfMade()).isFalse();
    try (WebServer server = server(identity)) {
      assertThat(ask(server, HttpSettings.DEFAULT.trusting(ours.file()))).isEqualTo(200);
      assertThat(ask(server, HttpSettings.DEFAULT.pinned(identity.fingerprint()))).isEqualTo(200);
    }
  }

  @Test
  void nobodyElseIs() throws IOException {
    TestAuthority others = new TestAuthority(folder, "others");
    try (WebServer server = server(identity(others.issue("localhost", later), now))) {
      refused(server, HttpSettings.DEFAULT.trusting(ours.file()), "--ca-file");
      refused(server, HttpSettings.DEFAULT, "--ca-file");
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws IOException {
    try (WebServer server = server(identity(ours.issue("hub.example.org", later), now))) {
      refused(
          server, HttpSettings.DEFAULT.trusting(ours.file()), "is not made for localhost: use the");
    }
  }

  @Test
  void oneThatHasExpiredIsRefusedByBothSides() throws IOException {
    TestAuthority.Issued files = ours.issue("localhost", now.minus(Duration.ofDays(1)));
    assertThatThrownBy(() -> identity(files, now)).hasMessageContaining("it expired at");
    TlsIdentity then = identity(files, now.minus(Duration.ofDays(2)));
    try (WebServer server = server(then)) {
      refused(server, HttpSettings.DEFAULT.trusting(ours.file()), "has expired: who runs it must");
    }
  }

  @Test
  void filesThatDoNotFitAreRefusedInASentence() throws IOException {
    TestAuthority.Issued one = ours.issue("one.example.org", later);
    TestAuthority.Issued other = ours.issue("other.example.org", later);
    assertThatThrownBy(() -> new GivenIdentity(one.certificate(), other.key()).read(now))
        .hasMessageContaining("it is not for the key");
    assertThatThrownBy(() -> new GivenIdentity(one.key(), one.key()).read(now))
        .hasMessageContaining("no certificate");
    assertThatThrownBy(() -> new GivenIdentity(one.certificate(), one.certificate()).read(now))
        .isInstanceOf(VolaryException.class);
    Files.setPosixFilePermissions(one.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> identity(one, now)).hasMessageContaining("others can read the key");
    Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing\n");
    HttpSettings settings = HttpSettings.DEFAULT.trusting(nothing);
    assertThatThrownBy(() -> new HttpTransport("https://localhost:1/pgdata", settings))
        .hasMessageContaining("--ca-file");
  }
}
