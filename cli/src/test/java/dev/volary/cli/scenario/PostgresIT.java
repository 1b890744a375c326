package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.postgres.PostgresCluster;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real PostgreSQL under version control: what is committed starts again with its old rows.
final class PostgresIT {
  private static final String ROWS = "select count(*), sum(abalance) from pgbench_accounts";

  @TempDir Path temp;

  @BeforeAll
  static void needs() {
    assumeTrue(PostgresCluster.programs().isPresent(), "PostgreSQL is not installed");
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root to own files as postgres");
  }

  @Test
  void aStoppedClusterComesBackBesideItsSuccessor() throws IOException {
    open(temp);
    Path data = temp.resolve("data");
    Volary volary = Volary.in(temp.resolve("depot"));
    try (PostgresCluster cluster = PostgresCluster.initialise(data)) {
      cluster.start();
      cluster.pgbench("-i", "-s", "2");
      final String before = cluster.sql(ROWS);
      cluster.stop();
      assertThat(volary.ok("init", data.toString(), "--name", "pgdata")).contains("postgres");
      volary.ok("-C", "pgdata", "commit", "-m", "seed");
      assertThat(volary.ok("-C", "pgdata", "log", "--json")).contains("stopped");

      cluster.start();
      cluster.pgbench("-t", "500", "-c", "2");
      String during = cluster.sql(ROWS);
      assertThat(during).isNotEqualTo(before);
      String refusal = volary.refused(4, "-C", "pgdata", "commit", "-m", "running");
      assertThat(refusal).contains("postgres").contains("--live");
      cluster.stop();
      volary.ok("-C", "pgdata", "commit", "-m", "after pgbench");

      Path beside = temp.resolve("beside");
      volary.ok("-C", "pgdata", "worktree", "add", beside.toString(), "main~1", "-b", "old");
      cluster.start();
      try (PostgresCluster copy = PostgresCluster.on(beside)) {
        copy.start();
        assertThat(copy.sql(ROWS)).isEqualTo(before);
        assertThat(cluster.sql(ROWS)).isEqualTo(during);
        copy.checkTables();
        copy.stop();
        copy.checkPages();
      }
      cluster.stop();

      // Starting and stopping has changed it.
      assertThat(volary.ok("-C", "pgdata@main", "status")).contains("global/pg_control");
      assertThat(volary.refused(4, "-C", "pgdata@main", "switch", "-c", "back", "main~1"))
          .contains("uncommitted");
      volary.ok("-C", "pgdata@main", "switch", "--discard", "-c", "back", "main~1");
      try (PostgresCluster back = PostgresCluster.on(data)) {
        back.start();
        assertThat(back.sql(ROWS)).isEqualTo(before);
        back.checkTables();
        back.stop();
        back.checkPages();
      }
      assertThat(volary.ok("fsck")).contains("sound");
    }
  }

  @Test
  void aFrozenClusterIsOneMomentOfItsData() throws IOException {
    String obstacle = LoopFileSystem.obstacle(LoopFileSystem.Kind.EXT4).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    open(temp);
    Volary volary = Volary.in(temp.resolve("depot"));
    try (LoopFileSystem disk = LoopFileSystem.create(LoopFileSystem.Kind.EXT4, 1L << 30)) {
      open(disk.path().getParent());
      open(disk.path());
      Path data = disk.path().resolve("data");
      try (PostgresCluster cluster = PostgresCluster.initialise(data)) {
        cluster.start();
        cluster.pgbench("-i", "-s", "2");
        volary.ok("init", data.toString(), "--name", "frozen");
        Command.Running load = cluster.load("-T", "20", "-c", "2").start();
        try {
          volary.ok("-C", "frozen", "commit", "--freeze", "-m", "under load");
        } finally {
          load.kill();
        }
        assertThat(volary.ok("-C", "frozen", "log", "--json")).contains("paused");
        cluster.stop();
      }
      balancesAddUp(volary, "frozen");
    }
  }

  @Test
  void hooksAroundTheSnapshotGiveAConsistentOne() throws IOException {
    open(temp);
    Path data = temp.resolve("data");
    Volary volary = Volary.in(temp.resolve("depot"));
    try (PostgresCluster cluster = PostgresCluster.initialise(data)) {
      cluster.start();
      cluster.pgbench("-i", "-s", "2");
      volary.ok("init", data.toString(), "--name", "hooked");
      String postmaster =
          Files.readString(data.resolve("postmaster.pid")).lines().findFirst().orElseThrow();
      Command.Running load = cluster.load("-T", "20", "-c", "2").start();
      try {
        String group = "$(ps -o pid= --ppid " + postmaster + ") " + postmaster;
        volary.ok(
            "-C",
            "hooked",
            "commit",
            "-m",
            "hooks",
            "--before",
            "kill -STOP " + group,
            "--after",
            "kill -CONT " + group);
      } finally {
        load.kill();
      }
      Outcome failed =
          volary.run("-C", "hooked", "commit", "-m", "no", "--before", "false", "--after", "true");
      assertThat(failed.exitCode()).isEqualTo(10);
      cluster.stop();
    }
    balancesAddUp(volary, "hooked");
  }

  @Test
  void linksThatLeadDataOutOfTheTreeAreRefusedByName() throws IOException {
    open(temp);
    Path data = temp.resolve("data");
    Path elsewhere = temp.resolve("elsewhere");
    Command.of("install", "-d", "-o", "postgres", "-m", "700", elsewhere.toString()).succeed();
    Volary volary = Volary.in(temp.resolve("depot"));
    try (PostgresCluster cluster = PostgresCluster.initialise(data)) {
      cluster.start();
      cluster.sql("create tablespace far location '" + elsewhere + "'");
      cluster.stop();
      assertThat(volary.refused(4, "init", data.toString(), "--name", "linked"))
          .contains("pg_tblspc/");
    }
  }

  private void balancesAddUp(Volary volary, String volume) {
    Path copy = temp.resolve("copy");
    volary.ok("-C", volume, "worktree", "add", copy.toString(), "main", "-b", "copy");
    try (PostgresCluster cluster = PostgresCluster.on(copy)) {
      cluster.start();
      cluster.checkTables();
      assertThat(
              cluster.sql(
                  "select (select sum(abalance) from pgbench_accounts) = "
                      + "(select sum(bbalance) from pgbench_branches) and "
                      + "(select sum(tbalance) from pgbench_tellers) = "
                      + "(select coalesce(sum(delta),0) from pgbench_history)"))
          .isEqualTo("t");
      cluster.stop();
      cluster.checkPages();
    }
  }

  /// Lets the user `postgres` reach what lies in a folder.
  private static void open(Path folder) {
    Command.of("chmod", "755", folder.toString()).succeed();
  }
}
