package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.postgres.PostgresCluster;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Laptop to laptop without a server: two network namespaces, an invitation, an address that
/// changes.
final class LaptopIT {
  private static final String FIRST = "10.98.7.1";
  private static final String MOVED = "10.98.7.3";
  private static final String OTHER = "10.98.7.2";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path temp;
  private Volary anna;
  private Volary ben;
  private Path hers;
  private Path his;

  @BeforeEach
  void depots() throws IOException {
    String obstacle = Laptops.obstacle().orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Command.of("chmod", "755", temp.toString()).succeed();
    hers = temp.resolve("hers");
    his = temp.resolve("his");
    anna = Volary.in(temp.resolve("depot-anna")).at(temp);
    ben = Volary.in(temp.resolve("depot-ben")).at(temp);
  }

  @Test
  void aCloneGoesOnThoughTheServingSideHasMoved() throws IOException {
    RandomGenerator random = Seeds.generator(1);
    Files.createDirectory(hers);
    for (int i = 0; i < 300; i++) {
      Files.write(hers.resolve("f" + i), Seeds.bytes(random, 50_000));
    }
    anna.ok("init", hers.toString(), "--name", "pgdata");
    anna.ok("-C", "pgdata", "commit", "-m", "first");
    try (Laptops laptops = new Laptops(FIRST, OTHER)) {
      String invitation;
      try (Serving serving = Serving.start(anna, laptops.one(), "pgdata")) {
        invitation = serving.invitation();
        Command.Running clone =
            on(laptops.two(), "clone", invitation, "--to", his.toString()).start();
        awaitCredential(clone);
        clone.kill();
        clone.await(LIMIT);
        serving.stop();
      }
      laptops.move(FIRST, MOVED);
      try (Serving serving = Serving.start(anna, laptops.one(), "pgdata")) {
        String peers = on(laptops.two(), "peers", "--wait", "20s").run().expect(0).out();
        assertThat(peers).contains(MOVED);
        on(laptops.two(), "clone", invitation, "--to", his.toString()).run().expect(0);
        assertThat(Command.of("diff", "-r", hers.toString(), his.toString()).run().out()).isEmpty();
        serving.stop();
      }
    }
    assertThat(ben.ok("fsck")).contains("sound");
  }

  @Test
  void anAddressThatChangesWhileServingIsFollowed() throws IOException {
    Files.createDirectory(hers);
    Files.writeString(hers.resolve("f"), "first");
    anna.ok("init", hers.toString(), "--name", "pgdata");
    anna.ok("-C", "pgdata", "commit", "-m", "first");
    try (Laptops laptops = new Laptops(FIRST, OTHER);
        Serving serving = Serving.start(anna, laptops.one(), "pgdata")) {
      on(laptops.two(), "clone", serving.invitation(), "--to", his.toString()).run().expect(0);
      laptops.move(FIRST, MOVED);
      Files.writeString(hers.resolve("f"), "second");
      anna.ok("-C", "pgdata", "commit", "-m", "second");
      on(laptops.two(), "-C", "pgdata", "pull").run().expect(0);
      assertThat(his.resolve("f")).hasContent("second");
      assertThat(ben.ok("-C", "pgdata", "remote", "list")).contains(MOVED);
      assertThat(on(laptops.two(), "peers").run().expect(0).out())
          .contains(MOVED)
          .doesNotContain(FIRST);
      serving.stop();
    }
  }

  /// Waits until the invitation was exchanged: from then on the command can be given again.
  private void awaitCredential(Command.Running clone) {
    try {
      while (clone.process().isAlive() && !Files.exists(ben.depot().resolve("credentials"))) {
        clone.process().waitFor(5, TimeUnit.MILLISECONDS);
      }
      clone.process().waitFor(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDatabaseStartsOnTheOtherLaptopWithItsOldRows() throws IOException {
    assumeTrue(PostgresCluster.programs().isPresent(), "PostgreSQL is not installed");
    String rows = "select count(*), sum(abalance) from pgbench_accounts";
    try (PostgresCluster cluster = PostgresCluster.initialise(hers)) {
      cluster.start();
      cluster.pgbench("-i", "-s", "1");
      cluster.pgbench("-t", "100");
      String before = cluster.sql(rows);
      cluster.stop();
      anna.ok("init", hers.toString(), "--name", "pgdata");
      anna.ok("-C", "pgdata", "commit", "-m", "seed");
      try (Laptops laptops = new Laptops(FIRST, OTHER);
          Serving serving = Serving.start(anna, laptops.one(), "pgdata", "--writable")) {
        on(laptops.two(), "clone", serving.invitation(), "--to", his.toString()).run().expect(0);
        try (PostgresCluster copy = PostgresCluster.on(his)) {
          copy.start();
          assertThat(copy.sql(rows)).isEqualTo(before);
          copy.checkTables();
          copy.stop();
        }
        ben.ok("-C", "pgdata", "commit", "-m", "started there");
        on(laptops.two(), "-C", "pgdata", "push").run().expect(4);
        on(laptops.two(), "-C", "pgdata", "push", "origin", "main:ben").run().expect(0);
        serving.stop();
      }
    }
    assertThat(anna.ok("ls", "ben")).contains("PG_VERSION");
  }

  private Command on(List<String> laptop, String... words) {
    List<String> all = new ArrayList<>(laptop);
    all.addAll(ben.words(words));
    return ben.prepared(all);
  }
}
