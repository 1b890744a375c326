package dev.volary.cli.docker.pause;

import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.ExecOutcome;
import dev.volary.cli.docker.engine.ExecRequest;
import dev.volary.cli.docker.engine.Running;
import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Consistency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings the database of a container to a safe point; another pause makes it stand still then.
public final class DatabasePause implements Pause {
  private static final Pattern CONNECTION = Pattern.compile("id=([0-9]+)");

  private final Engine engine;
  private final Container container;
  private final Database database;
  private final Duration limit;

  /// The database of `container`, whose statements may take at most `limit`.
  public DatabasePause(Engine engine, Container container, Database database, Duration limit) {
    this.engine = engine;
    this.container = container;
    this.database = database;
    this.limit = limit;
  }

  /// Returns those of `containers` in which a server of `database` runs; NOT_FOUND where none does.
  public static List<Container> servers(List<Container> containers, Database database)
      throws IOException {
    List<Container> found = new ArrayList<>();
    for (Container one : containers) {
      if (ContainerProcesses.programs(one).stream().anyMatch(database::isServer)) {
        found.add(one);
      }
    }
    if (found.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "no running container that uses this data runs %s: leave --db out, or start it"
              .formatted(database.word()));
    }
    return found;
  }

  @Override
  public String method() {
    return database.word();
  }

  @Override
  public Consistency.Level level() {
    return Consistency.Level.DATABASE;
  }

  /// It goes on, and its pause is another's.
  @Override
  public boolean stops(long pid) {
    return false;
  }

  /// A checkpoint writes pages all over the data, which would be captured while it stands still;
  /// what it is for, a short recovery, is the same a few seconds later.
  @Override
  public void prepare() throws IOException {
    if (database == Database.POSTGRES) {
      run();
    }
  }

  @Override
  public Held begin() throws IOException {
    return switch (database) {
      case POSTGRES -> () -> {};
      case MYSQL -> locked();
      case REDIS -> {
        run();
        yield () -> {};
      }
    };
  }

  private ExecRequest request() {
    return new ExecRequest(database.command(), Optional.empty(), List.of(), limit);
  }

  private void run() throws IOException {
    ExecOutcome outcome = engine.exec(container.name(), request());
    if (outcome.exitCode() != 0) {
      throw failure(outcome.err().isBlank() ? outcome.out() : outcome.err());
    }
  }

  /// The lock lasts as long as its session, which sleeps until it is killed.
  private Held locked() throws IOException {
    Running session = engine.begin(container.name(), request());
    try {
      while (!session.out().contains("locked")) {
        if (!session.read()) {
          throw failure(session.err());
        }
      }
      Matcher connection = CONNECTION.matcher(session.out());
      if (!connection.find()) {
        throw failure("its session has no number");
      }
      return () -> unlock(session, connection.group(1));
    } catch (RuntimeException e) {
      giveUp(session, e);
      throw e;
    }
  }

  /// A session that nobody waits for any more would take the lock later, or have others wait for
  /// it.
  private void giveUp(Running session, RuntimeException cause) {
    Matcher connection = CONNECTION.matcher(session.out());
    try (session) {
      if (connection.find()) {
        unlock(session, connection.group(1));
      }
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void unlock(Running session, String connection) throws IOException {
    try (session) {
      String script =
          """
          client=$(command -v mysql || command -v mariadb)
          export MYSQL_PWD="${MYSQL_PWD:-${MYSQL_ROOT_PASSWORD:-${MARIADB_ROOT_PASSWORD:-}}}"
          exec "$client" -u root -e "KILL $0"
          """;
      ExecOutcome outcome =
          engine.exec(container.name(), ExecRequest.of(limit, "sh", "-c", script, connection));
      if (outcome.exitCode() != 0) {
        throw failure(outcome.err());
      }
    }
  }

  private VolaryException failure(String said) {
    String first = said.strip().lines().findFirst().orElse("it said nothing");
    return new VolaryException(
        Fault.FAILED,
        "%s in container %s did not come to a safe point: %s; nothing was committed"
            .formatted(database.word(), container.name(), first));
  }
}
