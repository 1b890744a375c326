package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MariaDB and Redis in containers, committed with `--db` while they work: each commit starts
/// beside the original, and what a transaction keeps together is together.
final class DockerDatabasesIT {
  private static final int COMMITS = 3;
  private static final String SUM = "SELECT COUNT(*), SUM(v) FROM shop.accounts";

  private static DockerDaemon daemon;

  @TempDir Path temp;

  @BeforeAll
  static void begin() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    daemon = DockerDaemon.start();
  }

  @AfterAll
  static void end() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @AfterEach
  void remove() {
    daemon
        .docker("ps", "-aq")
        .run()
        .out()
        .lines()
        .forEach(id -> daemon.docker("rm", "-f", id).run());
  }

  private static Outcome mysql(String container, String statement) {
    return daemon
        .docker(
            "exec",
            "-e=MYSQL_PWD=secret",
            container,
            "mariadb",
            "-N",
            "-u",
            "root",
            "-e",
            statement)
        .run();
  }

  private static String keys(String container) {
    return daemon.docker("exec", container, "redis-cli", "MGET", "a", "b").run().expect(0).out();
  }

  private static void serve(String name, String image, Path data, String at) {
    daemon
        .docker(
            "run",
            "-d",
            "--network=none",
            "--name=" + name,
            "--env=MARIADB_ROOT_PASSWORD=secret",
            "-v=" + data + ":" + at,
            image)
        .succeed();
  }

  private Path data(String name) throws IOException {
    Command.of("chmod", "755", temp.toString()).succeed();
    return Files.createDirectories(temp.resolve(name));
  }

  /// Commits while `load` goes on.
  private List<String> commits(DockedVolary volary, String database, Command.Running load)
      throws IOException {
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      String answer = volary.ok("-C", "load", "commit", "--db", database, "-m", "" + i, "--json");
      assertThat(answer).contains("\"level\":\"database\"").contains("\"created\":true");
      commits.add("main");
    }
    assertThat(load.process().isAlive()).as(Files.readString(load.err())).isTrue();
    for (int i = 0; i < COMMITS; i++) {
      commits.set(i, "main~" + (COMMITS - 1 - i));
    }
    return commits;
  }

  @Test
  void mysqlKeepsItsSum() throws IOException {
    assumeTrue(Command.available("mariadbd"), "MariaDB is not installed");
    DockerImages.mysql(daemon);
    Path data = data("mysql");
    DockedVolary volary = DockedVolary.in(temp.resolve("depot"), daemon);
    serve("load", DockerImages.MYSQL, data, "/var/lib/mysql");
    Await.until(() -> mysql("load", "SELECT 1").exitCode() == 0);
    mysql(
            "load",
            "CREATE DATABASE shop; USE shop; CREATE TABLE shop.accounts (id INT PRIMARY KEY, v INT);"
                + " INSERT INTO shop.accounts SELECT seq, 100 FROM seq_0_to_99")
        .expect(0);
    String whole = mysql("load", SUM).expect(0).out();
    volary.ok("init", data.toString(), "--name", "load");
    String transfers =
        "while :; do echo 'SET @a=FLOOR(RAND()*100), @b=FLOOR(RAND()*100); START TRANSACTION; UPDATE"
            + " shop.accounts SET v=v-1 WHERE id=@a; UPDATE shop.accounts SET v=v+1 WHERE id=@b;"
            + " COMMIT;'; done | mariadb -u root";
    Command.Running load =
        daemon.docker("exec", "-e=MYSQL_PWD=secret", "load", "sh", "-c", transfers).start();
    try {
      List<String> commits = commits(volary, "mysql", load);
      assertThat(mysql("load", "SHOW PROCESSLIST").out()).doesNotContain("SLEEP");
      daemon.docker("rm", "-f", "load").succeed();
      List<String> states = new ArrayList<>();
      for (String commit : commits) {
        Path beside = temp.resolve("copy" + states.size());
        volary.ok("-C", "load", "worktree", "add", "--detach", beside.toString(), commit);
        serve("copy", DockerImages.MYSQL, beside, "/var/lib/mysql");
        Await.until(() -> mysql("copy", "SELECT 1").exitCode() == 0);
        assertThat(mysql("copy", SUM).expect(0).out()).as(commit).isEqualTo(whole);
        assertThat(mysql("copy", "CHECK TABLE shop.accounts").out()).contains("OK");
        states.add(mysql("copy", "SELECT * FROM shop.accounts").expect(0).out());
        daemon.docker("rm", "-f", "copy").succeed();
      }
      assertThat(states).doesNotHaveDuplicates();
    } finally {
      load.kill();
    }
  }

  @Test
  void redisKeepsItsPair() throws IOException {
    assumeTrue(Command.available("redis-server"), "Redis is not installed");
    DockerImages.redis(daemon);
    Path data = data("redis");
    DockedVolary volary = DockedVolary.in(temp.resolve("depot"), daemon);
    serve("load", DockerImages.REDIS, data, "/data");
    Await.until(() ->
        daemon.docker("exec", "load", "redis-cli", "SET", "a", "0").run().out().startsWith("OK"));
    daemon.docker("exec", "load", "redis-cli", "SET", "b", "0").succeed();
    daemon.docker("exec", "load", "redis-cli", "SAVE").succeed();
    volary.ok("init", data.toString(), "--name", "load");
    String pairs =
        "while :; do printf 'MULTI\\nINCR a\\nINCR b\\nEXEC\\n'; done | redis-cli >/dev/null";
    Command.Running load = daemon.docker("exec", "load", "sh", "-c", pairs).start();
    try {
      Await.until(() -> !keys("load").startsWith("0\n"));
      List<String> commits = commits(volary, "redis", load);
      daemon.docker("rm", "-f", "load").succeed();
      long before = 0;
      for (String commit : commits) {
        Path beside = temp.resolve("copy" + before);
        volary.ok("-C", "load", "worktree", "add", "--detach", beside.toString(), commit);
        serve("copy", DockerImages.REDIS, beside, "/data");
        Await.until(() ->
            daemon.docker("exec", "copy", "redis-cli", "PING").run().out().startsWith("PONG"));
        List<String> pair = keys("copy").lines().toList();
        assertThat(pair.getFirst()).as(commit).isEqualTo(pair.getLast());
        assertThat(Long.parseLong(pair.getFirst())).isGreaterThan(before);
        before = Long.parseLong(pair.getFirst());
        daemon.docker("rm", "-f", "copy").succeed();
      }
    } finally {
      load.kill();
    }
  }
}
