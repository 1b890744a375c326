package dev.volary.cli.command.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The demonstration on a real PostgreSQL server under load.
final class PostgresScene {
  private static final Path HOME = Path.of("/usr/lib/postgresql");
  private static final String SUMS = "select count(*), sum(abalance) from pgbench_accounts";
  private static final String SCALE = "15";

  private final Stage stage;
  private final Path data;
  private final Path copy;
  private final Path sockets;

  PostgresScene(Stage stage) {
    this.stage = stage;
    this.data = stage.place().resolve("pgdata");
    this.copy = stage.place().resolve("pgdata-seed");
    this.sockets = stage.place().resolve("s");
  }

  /// Tells whether a server is installed and this user can run it.
  static boolean possible() {
    return programs().isPresent() && (!isRoot() || Files.exists(Path.of("/usr/bin/setpriv")));
  }

  void play() throws IOException {
    stage.title("A PostgreSQL cluster, filled by pgbench");
    makeDirectory(sockets);
    makeDirectory(data);
    postgres("initdb", "-A", "trust", "-U", "postgres", "--data-checksums", "-D", data.toString());
    try {
      start(data, "5432");
      client("pgbench", "5432", "-q", "-i", "-s", SCALE);
      String seed = sql("5432", SUMS);
      stage.say("accounts and balance: " + seed);
      stop(data);
      firstCommit();
      underLoad();
      bringBack(seed);
    } finally {
      stopQuietly(copy);
      stopQuietly(data);
    }
  }

  private void firstCommit() throws IOException {
    stage.title("Start versioning its directory; nothing is written into it");
    stage.volary(0, "init", data.toString(), "--name", "pgdata");
    stage.volary(0, "-C", "pgdata", "commit", "-m", "seed data");
  }

  private void underLoad() throws IOException {
    stage.title("The server runs, with clients writing");
    start(data, "5432");
    Process load = background("pgbench", "5432", "-n", "-c", "4", "-T", "600");
    try {
      stage.say("A plain commit would not be one moment of the data, so it is refused:");
      stage.volary(4, "-C", "pgdata", "commit", "-m", "while running");
      stage.say("With the server standing still for a moment (here by SIGSTOP), it is:");
      String all = "$(pgrep -P %s) %s".formatted(postmaster(data), postmaster(data));
      stage.volary(
          0,
          "-C",
          "pgdata",
          "commit",
          "-m",
          "under load",
          "--before",
          "kill -STOP " + all,
          "--after",
          "kill -CONT " + all);
    } finally {
      load.descendants().forEach(ProcessHandle::destroy);
      load.destroy();
    }
    stage.volary(0, "-C", "pgdata", "log", "--oneline");
    stage.volary(0, "-C", "pgdata", "diff", "main~1", "main", "--stat");
  }

  private void bringBack(String seed) throws IOException {
    stage.title("Both states live, side by side");
    stage.volary(
        0,
        "-C",
        "pgdata",
        "worktree",
        "add",
        "--copy=full",
        copy.toString(),
        "main~1",
        "-b",
        "look-again");
    start(copy, "5433");
    String now = sql("5432", SUMS);
    String then = sql("5433", SUMS);
    stage.say("now:  " + now);
    stage.say("then: " + then + " (as it was: " + seed + ")");
    Stage.check(then.equals(seed), "the copy answers " + then + " instead of " + seed);
    Stage.check(!now.equals(seed), "the original did not go on");
    stop(copy);
    stop(data);

    stage.title("Go to the state captured under load, and check it");
    stage.volary(0, "-C", copy.toString(), "switch", "--discard", "--detach", "main");
    start(copy, "5433");
    String balanced =
        sql(
            "5433",
            "select (select sum(abalance) from pgbench_accounts)"
                + " = (select sum(bbalance) from pgbench_branches)");
    stage.say("PostgreSQL recovered it; balances add up: " + balanced);
    Stage.check(balanced.equals("t"), "the balances do not add up");
    stop(copy);
    String pages =
        postgres("pg_checksums", "--check", "-D", copy.toString())
            .lines()
            .filter(line -> line.startsWith("Bad checksums"))
            .findFirst()
            .orElse("?");
    stage.say(pages);
    Stage.check(pages.endsWith(" 0"), "pages are damaged");

    stage.title("Restore the first state in place, and check every object of the depot");
    stage.volary(0, "-C", copy.toString(), "reset", "--hard", "main~1");
    stage.volary(0, "-C", copy.toString(), "status");
    start(copy, "5433");
    String again = sql("5433", SUMS);
    Stage.check(again.equals(seed), "the restored copy answers " + again);
    stage.say("restored and verified: " + again);
    stop(copy);
    stage.volary(0, "fsck");
  }

  private void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
    if (isRoot()) {
      stage.other(List.of("chown", "postgres", directory.toString()));
    }
    stage.other(List.of("chmod", "700", directory.toString()));
  }

  private void start(Path cluster, String port) throws IOException {
    String options =
        "-c listen_addresses='' -c unix_socket_directories='%s' -p %s".formatted(sockets, port);
    postgres(
        "pg_ctl",
        "-D",
        cluster.toString(),
        "-w",
        "-s",
        "-o",
        options,
        "-l",
        sockets.resolve("log-" + port).toString(),
        "start");
  }

  private void stop(Path cluster) throws IOException {
    postgres("pg_ctl", "-D", cluster.toString(), "-w", "-s", "-m", "fast", "stop");
  }

  private void stopQuietly(Path cluster) throws IOException {
    if (Files.exists(cluster.resolve("postmaster.pid"))) {
      postgres("pg_ctl", "-D", cluster.toString(), "-w", "-s", "-m", "immediate", "stop");
    }
  }

  private static String postmaster(Path cluster) throws IOException {
    return Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst();
  }

  private String sql(String port, String statement) throws IOException {
    return client("psql", port, "-X", "-A", "-t", "-c", statement).strip();
  }

  private String client(String program, String port, String... arguments) throws IOException {
    return stage.other(clientWords(program, port, arguments));
  }

  private Process background(String program, String port, String... arguments) throws IOException {
    return new ProcessBuilder(clientWords(program, port, arguments))
        .directory(stage.place().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> clientWords(String program, String port, String... arguments) {
    List<String> words = words(program);
    words.addAll(List.of("-h", sockets.toString(), "-p", port, "-U", "postgres"));
    words.addAll(List.of(arguments));
    words.add("postgres");
    return words;
  }

  private String postgres(String program, String... arguments) throws IOException {
    List<String> words = words(program);
    words.addAll(List.of(arguments));
    return stage.other(words);
  }

  private static List<String> words(String program) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    words.add(programs().orElseThrow().resolve(program).toString());
    return words;
  }

  private static Optional<Path> programs() {
    try (Stream<Path> versions = Files.isDirectory(HOME) ? Files.list(HOME) : Stream.empty()) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .filter(bin -> Files.isExecutable(bin.resolve("pgbench")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
