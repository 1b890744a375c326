package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.postgres.PostgresCluster;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Databases in containers, committed while they work: each commit starts and is whole.
///
/// `volary.docker.commits` says how many commits of each kind are made, `volary.docker.scale` how
/// large the database is (16 MB each), `volary.docker.disk` on which kind of file system.
final class DockerCommitIT {
  private static final int COMMITS = Integer.getInteger("volary.docker.commits", 4);
  private static final int SCALE = Integer.getInteger("volary.docker.scale", 5);
  private static final Pattern PAUSE = Pattern.compile("\"pauseMillis\":([0-9]+)");

  /// What pgbench keeps equal in every transaction.
  private static final String BALANCES =
      "select (select sum(abalance) from pgbench_accounts) = (select sum(delta) from"
          + " pgbench_history) and (select sum(tbalance) from pgbench_tellers) = (select sum(delta)"
          + " from pgbench_history) and (select sum(bbalance) from pgbench_branches) = (select"
          + " sum(delta) from pgbench_history)";

  private static DockerDaemon daemon;

  private final TestReporter reporter;

  @TempDir Path temp;

  DockerCommitIT(TestReporter reporter) {
    this.reporter = reporter;
  }

  @BeforeAll
  static void begin() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    assumeTrue(PostgresCluster.programs().isPresent(), "PostgreSQL is not installed");
    daemon = DockerDaemon.start();
    DockerImages.postgres(daemon);
  }

  @AfterAll
  static void end() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @Test
  void everyCommitUnderLoadIsOneMomentOfTheDatabase() throws IOException {
    String disk = System.getProperty("volary.docker.disk", "");
    if (disk.isEmpty()) {
      underLoad(open(temp), temp.resolve("depot"));
      return;
    }
    LoopFileSystem.Kind kind = LoopFileSystem.Kind.valueOf(disk);
    String obstacle = LoopFileSystem.obstacle(kind).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    try (LoopFileSystem loop = LoopFileSystem.create(kind, 12L << 30)) {
      open(loop.path().getParent());
      underLoad(open(loop.path()), loop.path().resolve("depot"));
    }
  }

  private void underLoad(Path place, Path depot) throws IOException {
    DockedVolary volary = volary(depot);
    DockerPostgres server = DockerPostgres.start(daemon, "load", place.resolve("data"));
    server.exec("pgbench", "-i", "-q", "-s", "" + SCALE).succeed();
    volary.ok("init", place.resolve("data").toString(), "--name", "load");
    Command.Running load =
        server.exec("pgbench", "-n", "-c", "4", "-R", "400", "-T", "36000", "-P", "5").start();
    try {
      List<String> commits = new ArrayList<>();
      commits.addAll(commits(volary, server, "paused", List.of()));
      commits.addAll(commits(volary, server, "database", List.of("--db", "postgres")));
      assertThat(load.process().isAlive()).isTrue();
      load.kill();
      String rates = Files.readString(load.err());
      reporter.publishEntry(rates.lines().reduce((a, b) -> b).orElse("no rate was reported"));
      daemon.docker("stop", "load").succeed();
      Path beside = place.resolve("beside");
      String first = commits.getFirst();
      volary.ok(
          "-C", "load", "worktree", "add", "--copy=full", "--detach", beside.toString(), first);
      comesBackWhole(beside, first);
      volary.ok("worktree", "remove", "--force", beside.toString());
      // Removing a worktree keeps what the recovery changed, which is no part of what is tried.
      for (String commit : commits.subList(1, commits.size())) {
        volary.ok("-C", "load", "export", commit, beside.toString());
        comesBackWhole(beside, commit);
        Command.of("rm", "-rf", beside.toString()).succeed();
      }
    } finally {
      load.kill();
      daemon.docker("rm", "-f", "load").succeed();
    }
  }

  private List<String> commits(
      DockedVolary volary, DockerPostgres server, String level, List<String> options) {
    List<String> commits = new ArrayList<>();
    long[] pauses = new long[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
      List<String> words =
          new ArrayList<>(List.of("-C", "load", "--json", "commit", "-m", level + " " + i));
      words.addAll(options);
      String answer = volary.ok(words.toArray(String[]::new));
      assertThat(answer).contains("\"level\":\"" + level + "\"").contains("docker:load");
      assertThat(server.state()).isEqualTo("running");
      Matcher pause = PAUSE.matcher(answer);
      assertThat(pause.find()).isTrue();
      pauses[i] = Long.parseLong(pause.group(1));
      Matcher commit = Pattern.compile("\"commit\":\"([0-9a-f]+)\"").matcher(answer);
      assertThat(commit.find()).isTrue();
      commits.add(commit.group(1));
    }
    reporter.publishEntry("%s: pauses in ms %s".formatted(level, Arrays.toString(pauses)));
    Arrays.sort(pauses);
    reporter.publishEntry(
        "%s: median %d ms, longest %d ms"
            .formatted(level, pauses[COMMITS / 2], pauses[COMMITS - 1]));
    return commits;
  }

  private static void comesBackWhole(Path beside, String commit) {
    try (PostgresCluster copy = PostgresCluster.on(beside)) {
      copy.start();
      assertThat(copy.sql(BALANCES)).as(commit).isEqualTo("t");
      copy.checkTables();
      copy.stop();
      copy.checkPages();
    }
  }

  @Test
  void twoDatabasesOfOneVolumeAreCommittedAtOneMoment() throws IOException {
    Path place = open(temp);
    Path volume = open(Files.createDirectory(place.resolve("volume")));
    DockedVolary volary = volary(place.resolve("depot"));
    Path first = sockets(place.resolve("first"));
    Path second = sockets(place.resolve("second"));
    DockerPostgres a =
        DockerPostgres.start(daemon, "first", volume.resolve("a"), "-v=" + first + ":/tmp");
    DockerPostgres b =
        DockerPostgres.start(daemon, "second", volume.resolve("b"), "-v=" + second + ":/tmp");
    a.sql("create table token (n int primary key)");
    b.sql("create table token (n int primary key)");
    volary.ok("init", volume.toString(), "--name", "two");
    Command.Running client =
        Command.of(
                "sh",
                "-c",
                CLIENT,
                "client",
                "" + PostgresCluster.programs().orElseThrow().resolve("psql"),
                "" + first,
                "" + second)
            .start();
    try {
      for (int i = 0; i < COMMITS; i++) {
        assertThat(volary.ok("-C", "two", "commit", "-m", "" + i))
            .contains("docker:")
            .contains("first")
            .contains("second");
      }
      assertThat(client.process().isAlive()).as(Files.readString(client.err())).isTrue();
    } finally {
      client.kill();
      daemon.docker("rm", "-f", "first", "second").succeed();
    }
    int last = 0;
    for (int i = COMMITS - 1; i >= 0; i--) {
      Path copy = place.resolve("copy" + i);
      volary.ok("-C", "two", "worktree", "add", "--detach", copy.toString(), "main~" + i);
      int inA = last(copy.resolve("a"));
      int inB = last(copy.resolve("b"));
      assertThat(inB).isLessThanOrEqualTo(inA).isGreaterThanOrEqualTo(inA - 1);
      assertThat(inA).isGreaterThanOrEqualTo(last);
      last = inA;
    }
    assertThat(last).isPositive();
  }

  /// Writes a number to the first, and when that is done, to the second.
  private static final String CLIENT =
      """
      n=0
      while :; do
        n=$((n + 1))
        "$1" -qX -h "$2" -U postgres -v ON_ERROR_STOP=1 -c "insert into token values ($n)" || exit
        "$1" -qX -h "$3" -U postgres -v ON_ERROR_STOP=1 -c "insert into token values ($n)" || exit
      done
      """;

  private static int last(Path data) {
    try (PostgresCluster copy = PostgresCluster.on(data)) {
      copy.start();
      int found = Integer.parseInt(copy.sql("select coalesce(max(n), 0) from token"));
      assertThat(copy.sql("select count(*) from token")).isEqualTo("" + found);
      copy.stop();
      return found;
    }
  }

  @Test
  void writersOutsideTheContainersAreStillRefused() throws IOException {
    Path place = open(temp);
    DockedVolary volary = volary(place.resolve("depot"));
    Path data = place.resolve("data");
    DockerPostgres server = DockerPostgres.start(daemon, "guarded", data);
    try {
      volary.ok("init", data.toString(), "--name", "guarded");
      Command.Running stranger =
          Command.of("sh", "-c", "exec 3>>\"$0\"; exec sleep 600", data.resolve("log") + "")
              .start();
      try {
        Await.until(() -> Files.exists(data.resolve("log")));
        assertThat(volary.refused(4, "-C", "guarded", "commit", "-m", "no")).contains("sleep");
        assertThat(server.state()).isEqualTo("running");
      } finally {
        stranger.kill();
      }
      assertThat(volary.ok("-C", "guarded", "commit", "-m", "yes", "--pause", "guarded"))
          .contains("docker:guarded");
      server.sql("create table t (n int)");
      assertThat(volary.ok("-C", "guarded", "commit", "-m", "live", "--live")).contains("live");
      assertThat(volary.ok("-C", "guarded", "log", "-n", "1")).contains("NOT one moment");
      assertThat(volary.ok("-C", "guarded", "label", "main~1")).contains("image=postgres:test");
      // Its client can't be reached where the server is told to be: the statement fails.
      daemon.docker("exec", "guarded", "rm", "/tmp/.s.PGSQL.5432").succeed();
      assertThat(volary.refused(10, "-C", "guarded", "commit", "--db", "postgres", "-m", "no"))
          .contains("did not come to a safe point")
          .contains("guarded");
      assertThat(server.state()).isEqualTo("running");
    } finally {
      daemon.docker("rm", "-f", "guarded").succeed();
    }
  }

  private static Path sockets(Path folder) {
    Command.of("install", "-d", "-m", "777", folder.toString()).succeed();
    return folder;
  }

  private static DockedVolary volary(Path depot) {
    return DockedVolary.in(depot, daemon);
  }

  private static Path open(Path folder) {
    Command.of("chmod", "755", folder.toString()).succeed();
    return folder;
  }
}
