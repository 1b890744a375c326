package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub whose certificate a private authority has signed.
final class HubCertificateIT {
  @TempDir Path temp;
  private Volary root;
  private String first;

  @BeforeEach
  void aHub() throws IOException {
    assumeTrue(Command.available("openssl"), "needs openssl");
    root = Volary.in(temp.resolve("depot-root")).at(temp);
    first = root.ok("hub", "init", temp.resolve("hub").toString(), "--quiet");
    authority("ours");
    authority("others");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout hub.key -out hub.csr"
            + " -subj /CN=localhost");
    Files.writeString(temp.resolve("names"), "subjectAltName=DNS:localhost\n");
    openssl(
        "x509 -req -in hub.csr -CA ours.pem -CAkey ours.key -CAcreateserial -days 2"
            + " -extfile names -out hub.pem");
  }

  private void authority(String name) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=%s -keyout %s.key -out %s.pem"
            .formatted(name, name, name));
  }

  private void openssl(String words) {
    List<String> all = new ArrayList<>(List.of("openssl"));
    all.addAll(List.of(words.split(" ")));
    Command.of(all).in(temp).succeed();
  }

  private Outcome login(String... words) {
    List<String> all = new ArrayList<>(List.of("bash", "-c", "echo \"$0\" | \"$@\"", first));
    List<String> login = new ArrayList<>(List.of("login"));
    login.addAll(List.of(words));
    all.addAll(root.words(login.toArray(String[]::new)));
    return root.prepared(all).run();
  }

  @Test
  void isTrustedByWhoTrustsThatOneAndUnderItsOwnName() throws IOException {
    try (Serving hub =
        Serving.start(
            root,
            List.of(),
            "--hub",
            temp.resolve("hub").toString(),
            "--port",
            "0",
            "--listen",
            "127.0.0.1",
            "--certificate",
            "hub.pem",
            "--key",
            "hub.key")) {
      String number = hub.invitation();
      String url = number.replace("127.0.0.1", "localhost");
      assertThat(login(url).expect(7).err()).contains("--ca-file");
      assertThat(login("--ca-file", "others.pem", url).expect(7).err()).contains("--ca-file");
      assertThat(login("--ca-file", "ours.pem", number).expect(7).err())
          .contains("is not made for 127.0.0.1");
      assertThat(login("--ca-file", "hub.key", url).expect(2).err()).contains("no certificate");
      login("--ca-file", "ours.pem", url).expect(0);
      // From now on it is known without being said.
      assertThat(root.ok("whoami", url)).contains("admin");
      assertThat(root.ok("user", "list")).contains("admin");
      assertThat(root.command("whoami", url).with("VOLARY_CA_FILE", "others.pem").run().exitCode())
          .isEqualTo(7);
      hub.stop();
    }
  }
}
