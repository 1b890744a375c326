package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub, the one who administers it, and people with different rights.
final class HubIT {
  private static final String VOLUME = "team/data";

  @TempDir Path temp;
  private Path directory;
  private Path hers;
  private Volary root;
  private Volary anna;
  private Volary ben;
  private String first;

  @BeforeEach
  void aHubAndAVolume() throws IOException {
    directory = temp.resolve("hub");
    hers = Files.createDirectory(temp.resolve("hers"));
    root = Volary.in(temp.resolve("depot-root")).at(temp);
    anna = Volary.in(temp.resolve("depot-anna")).at(hers);
    ben = Volary.in(temp.resolve("depot-ben")).at(temp);
    first = root.ok("hub", "init", directory.toString(), "--admin", "root", "--quiet");
    anna.ok("init", "--name", "data");
    commit(anna, hers, "one");
    commit(anna, hers, "two");
  }

  private static String commit(Volary volary, Path tree, String name) throws IOException {
    Files.writeString(tree.resolve(name), name.repeat(10_000));
    return volary.at(tree).ok("commit", "-q", "-m", name);
  }

  private Serving serve(String... more) throws IOException {
    return serveAt("0", more);
  }

  /// Those who have logged in know a hub by its address.
  private Serving serveAgain(String url) throws IOException {
    return serveAt(url.replaceFirst(".*:", ""), "--insecure-http");
  }

  private Serving serveAt(String port, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("--hub", directory.toString(), "--port", port, "--listen", "127.0.0.1"));
    return Serving.start(root, List.of(), words.toArray(String[]::new));
  }

  /// The program with a secret on its standard input.
  private static Outcome told(Volary volary, String secret, String... words) {
    List<String> all = new ArrayList<>(List.of("bash", "-c", "echo \"$0\" | \"$@\"", secret));
    all.addAll(volary.words(words));
    return volary.prepared(all).run();
  }

  /// Logs in everybody; anna makes the volume and pushes.
  private void people(String url) {
    told(root, first, "login", url).expect(0);
    for (Map.Entry<String, Volary> each : Map.of("anna", anna, "ben", ben).entrySet()) {
      String invitation = root.ok("user", "invite", each.getKey(), "--quiet");
      told(each.getValue(), invitation, "login", url).expect(0);
    }
    root.ok("group", "create", "makers");
    root.ok("group", "add", "makers", "anna");
    root.ok("access", "grant", "team/*", "volume.create", "group:makers");
    anna.ok("hub", "volume", "create", VOLUME);
    anna.ok("remote", "add", "origin", url + "/" + VOLUME);
    anna.ok("push", "-u", "origin", "main");
  }

  /// Every file of the hub but its log, which tells of refusals too.
  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/audit"))
          .forEach(
              file -> files.put(directory.relativize(file).toString(), file.toFile().length()));
    }
    return files;
  }

  @Test
  void whoMayNotPushLeavesNothingBehind() throws IOException {
    try (Serving hub = serve("--insecure-http")) {
      String url = hub.invitation();
      people(url);
      assertThat(ben.refused(3, "clone", url + "/" + VOLUME)).contains("whoami");
      anna.ok("access", "grant", VOLUME, "refs/heads/*", "read,create,push,delete", "user:ben");
      Path his = temp.resolve("his");
      ben.ok("clone", url + "/" + VOLUME, "--to", his.toString());
      Command.of("diff", "-r", hers.toString(), his.toString()).succeed();

      anna.ok("protect", "main", "--push", "user:anna");
      anna.ok("protect", "recovery/*", "--no-delete", "--until", "90d");
      commit(ben, his, "by-ben");
      Map<String, Long> before = files();
      Outcome push = ben.at(his).run("push").expect(5);
      assertThat(push.out()).containsPattern(" ! \\[remote rejected\\] +main -> main \\(.+\\)");
      assertThat(files()).isEqualTo(before);

      ben.at(his).ok("push", "origin", "main:recovery/ben");
      assertThat(files()).isNotEqualTo(before);
      assertThat(ben.at(his).run("push", "--delete", "origin", "recovery/ben").expect(5).out())
          .contains("! [remote rejected]");
      anna.ok("fetch");
      assertThat(anna.ok("ls", "origin/recovery/ben")).contains("by-ben");

      assertThat(root.ok("access", "explain", VOLUME, "ben", "push", "main"))
          .startsWith("denied: ben may not push")
          .contains("[protect \"main\"]");
      assertThat(anna.run("access", "check", VOLUME, "ben", "push", "main").exitCode())
          .isEqualTo(5);
      assertThat(anna.ok("access", "check", VOLUME, "anna", "push", "main")).startsWith("allowed");
      assertThat(root.ok("audit", "--actor", "ben")).contains("denied").contains("refs/heads/main");
      assertThat(ben.refused(5, "audit")).contains("may not read the audit log");
      assertThat(root.ok("audit", "--verify")).contains("each as it was written");
      changeAByte(directory.resolve("hub/audit.jsonl"));
      assertThat(root.refused(8, "audit", "--verify")).contains("audit.jsonl");
      hub.stop();
    }
    assertThat(Volary.in(directory).ok("fsck")).contains("sound");
  }

  private static void changeAByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int digit =
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"time\"") + 12;
    bytes[digit] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whoMayReadOneBranchSeesNothingElse() throws IOException {
    try (Serving hub = serve("--insecure-http")) {
      String url = hub.invitation();
      people(url);
      String past = anna.ok("log", "-q", "-n", "1", "main~1");
      anna.ok("branch", "--orphan", "public", "main");
      anna.ok("push", "origin", "public");
      anna.ok("access", "grant", VOLUME, "public", "read", "user:ben");
      String tip = anna.ok("log", "-q", "-n", "1", "public");

      Path his = temp.resolve("his");
      ben.ok("clone", url + "/" + VOLUME, "--to", his.toString(), "--branch", "public");
      Command.of("diff", "-r", hers.toString(), his.toString()).succeed();
      assertThat(ben.at(his).ok("log", "-q")).isEqualTo(tip);
      ben.at(his).refused(3, "show", past);
      ben.refused(3, "clone", url + "/" + VOLUME, "more", "--branch", "main");

      String token = ben.ok("token", "create", "--quiet", "--operation", "read", "--expires", "1d");
      assertThat(git(token, "ls-remote", url + "/" + VOLUME).expect(0).out().lines())
          .filteredOn(line -> !line.endsWith("HEAD"))
          .containsExactly(tip + "\trefs/heads/public");
      assertThat(git("", "ls-remote", url + "/" + VOLUME).exitCode()).isNotZero();
      Path clone = temp.resolve("git");
      git(token, "clone", "-b", "public", url + "/" + VOLUME + ".git", clone + "").expect(0);
      git(token, "-C", clone + "", "cat-file", "-e", tip).expect(0);
      assertThat(git(token, "-C", clone + "", "fetch", "origin", past).exitCode()).isNotZero();
      anna.ok("switch", "public");
      String next = commit(anna, hers, "three");
      anna.ok("push", "origin", "public");
      git(token, "-C", clone + "", "fetch", "origin").expect(0);
      assertThat(git(token, "-C", clone + "", "rev-parse", "origin/public").out().strip())
          .isEqualTo(next);
      hub.stop();
    }
  }

  private static Outcome git(String token, String... words) {
    List<String> all = new ArrayList<>(List.of("git"));
    all.addAll(List.of(words));
    Command command = Command.of(all).with("GIT_TERMINAL_PROMPT", "0").with("HOME", "/nonexistent");
    return token.isEmpty()
        ? command.run()
        : command
            .with("GIT_CONFIG_COUNT", "1")
            .with("GIT_CONFIG_KEY_0", "http.extraHeader")
            .with("GIT_CONFIG_VALUE_0", "Authorization: Bearer " + token)
            .run();
  }

  @Test
  void whatIsOverTheQuotaIsRefusedAndLeavesNothing() throws IOException {
    String url;
    try (Serving hub = serve("--insecure-http")) {
      url = hub.invitation();
      people(url);
      assertThat(anna.ok("hub", "quota", "show")).contains("user:anna").contains("no limit");
      assertThat(anna.refused(5, "hub", "quota", "set", VOLUME, "1T")).contains("anna");
      assertThat(root.ok("hub", "quota", "set", VOLUME, "100k")).contains("of 100 kB");
      byte[] noise = new byte[1_000_000];
      new java.util.Random(3).nextBytes(noise);
      Files.write(hers.resolve("noise"), noise);
      anna.ok("commit", "-m", "much");
      Map<String, Long> before = files();
      assertThat(anna.refused(9, "push"))
          .contains("the quota of team/data is 100 kB")
          .contains("left");
      assertThat(files()).isEqualTo(before);
      assertThat(root.ok("audit", "--actor", "anna", "--event", "push.denied")).contains("quota");
      root.ok("hub", "quota", "set", VOLUME, "5M");
      anna.ok("push");
      String counted = root.ok("hub", "quota", "show", VOLUME);
      assertThat(counted).contains("1.0").contains("MB used").contains("of 5.00 MB");
      assertThat(root.ok("hub", "quota", "show")).contains("user:anna").contains(VOLUME);
      assertThat(root.ok("hub", "quota", "recount", VOLUME)).contains("MB used");
      root.ok("hub", "quota", "lift", VOLUME);
      hub.stop();
    }
    try (Serving again = serveAgain(url)) {
      assertThat(root.ok("hub", "quota", "show", VOLUME, "--hub", again.invitation(), "--json"))
          .containsPattern("\"used\":1[0-9]{6}");
      again.stop();
    }
  }

  @Test
  void theFirstPushMakesAVolumeWhichIsForkedAndDeleted() throws IOException {
    String url;
    try (Serving hub = serve("--insecure-http")) {
      url = hub.invitation();
      people(url);
      anna.ok("remote", "add", "fresh", url + "/team/fresh");
      assertThat(anna.ok("push", "--dry-run", "fresh", "main")).contains("[new branch]");
      assertThat(root.ok("hub", "volume", "list")).doesNotContain("team/fresh");
      anna.ok("push", "fresh", "main");
      assertThat(anna.ok("hub", "volume", "list")).contains("team/fresh");
      assertThat(root.ok("audit", "--event", "volume.create", "--since", "1 hour ago"))
          .contains("team/fresh");
      anna.ok("remote", "add", "elsewhere", url + "/other/fresh");
      assertThat(anna.refused(3, "push", "elsewhere", "main")).contains("no such volume");

      String tip = anna.ok("log", "-q", "-n", "1", "main");
      assertThat(anna.ok("hub", "volume", "fork", "team/fresh", "main", "team/copy", "mine", "-q"))
          .isEqualTo(tip);
      Path copy = temp.resolve("copy");
      anna.ok("clone", url + "/team/copy", "copy", "--to", copy.toString());
      Command.of("diff", "-r", hers.toString(), copy.toString()).succeed();

      assertThat(anna.refused(4, "hub", "volume", "delete", "team/copy")).contains("--confirm=");
      ben.refused(3, "hub", "volume", "delete", "team/copy", "--confirm=team/copy");
      assertThat(anna.ok("hub", "volume", "delete", "team/copy", "--confirm=team/copy"))
          .contains("in the hub's trash until");
      assertThat(anna.ok("hub", "volume", "list")).doesNotContain("team/copy");
      hub.stop();
    }
    Volary.in(directory).ok("trash", "restore", "team--copy");
    try (Serving again = serveAgain(url)) {
      assertThat(anna.ok("hub", "volume", "list", "--hub", again.invitation()))
          .contains("team/copy");
      again.stop();
    }
  }

  @Test
  void aWebhookIsToldAndItsSecretIsNowhereToBeSeen() throws IOException {
    String secret = "0123456789abcdef0123";
    try (Serving hub = serve("--insecure-http")) {
      people(hub.invitation());
      assertThat(told(anna, secret, "hub", "webhook", "add", "*", "http://127.0.0.1:1/").exitCode())
          .isEqualTo(5);
      assertThat(told(root, secret, "hub", "webhook", "add", "*", "http://example.org/").err())
          .contains("use https");
      String id =
          told(root, secret, "hub", "webhook", "add", VOLUME, "http://127.0.0.1:1/", "--quiet")
              .expect(0)
              .out()
              .strip();
      assertThat(root.refused(7, "hub", "webhook", "test", id)).contains("was not taken");
      assertThat(root.ok("hub", "webhook", "list")).contains(id).contains("push");
      commit(anna, hers, "three");
      anna.ok("push");
      Path file = temp.resolve("secret");
      Files.writeString(file, secret + "\n");
      root.ok("hub", "webhook", "add", "*", "https://127.0.0.1:1/", "--secret-file", file + "");
      root.ok("hub", "webhook", "remove", id);
      assertThat(root.ok("hub", "webhook", "list", "--json")).doesNotContain(secret);
      assertThat(root.ok("audit", "-n", "1000")).contains("webhook.add").doesNotContain(secret);
      hub.stop();
    }
  }

  @Test
  void underTlsTheHubIsKnownByItsCertificate() throws IOException {
    root.refused(3, "serve", "--hub", hers.toString());
    assertThat(root.refused(4, "hub", "init", directory.toString())).contains("a hub already");
    try (Serving hub = serve("--json")) {
      String told = hub.invitation();
      String url = told.replaceFirst(".*\"url\":\"([^\"]+)\".*", "$1");
      String fingerprint = told.replaceFirst(".*\"fingerprint\":\"([^\"]+)\".*", "$1");
      assertThat(url).startsWith("https://127.0.0.1:");
      assertThat(told(root, first, "login", url).exitCode()).isNotZero();
      String other = "0".repeat(fingerprint.length());
      assertThat(told(root, first, "login", "--fingerprint", other, url).exitCode()).isNotZero();
      told(root, first, "login", "--fingerprint", fingerprint, url).expect(0);
      assertThat(told(ben, first, "login", "--fingerprint", fingerprint, url).expect(5).err())
          .contains("used already");
      String invitation = root.ok("user", "invite", "ben", "--quiet");
      told(ben, invitation, "login", "--fingerprint", fingerprint, url).expect(0);
      assertThat(ben.ok("whoami", url)).contains("ben");
      String token = ben.ok("token", "create", "--quiet", "--operation", "read");
      Volary program = Volary.in(temp.resolve("depot-program")).at(temp);
      assertThat(told(program, token, "login", url).exitCode()).isNotZero();
      assertThat(program.ok("whoami")).isEmpty();
      told(program, token, "login", "--fingerprint", fingerprint, url).expect(0);
      assertThat(program.ok("whoami", "--quiet", url)).isEqualTo("ben");
      assertThat(root.ok("user", "list")).contains("ben   joined");
      assertThat(ben.refused(5, "user", "list")).contains("ben");
      root.ok("user", "disable", "ben");
      ben.refused(5, "whoami", url);
      hub.stop();
    }
  }
}
