package dev.volary.cli.docker.pause;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A database that can be brought to a safe point before it is paused, by its own client in its
/// container. Users and passwords are those the container's environment has; they are never an
/// argument.
public enum Database {
  /// Writes what is only in memory to the data files, so that a start from them is short.
  POSTGRES(
      """
      export PGPASSWORD="${PGPASSWORD:-${POSTGRES_PASSWORD:-}}"
      exec psql -X -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d postgres -c CHECKPOINT
      """),
  /// Holds a lock under which no table changes, until it is let go or the pause's limit is over.
  MYSQL(
      """
      client=$(command -v mysql || command -v mariadb) || { echo no mysql client >&2; exit 127; }
      export MYSQL_PWD="${MYSQL_PWD:-${MYSQL_ROOT_PASSWORD:-${MARIADB_ROOT_PASSWORD:-}}}"
      exec "$client" -N -B --unbuffered -u root -e \\
        "SELECT CONCAT('id=', CONNECTION_ID()); SET SESSION lock_wait_timeout=30; FLUSH TABLES WITH READ LOCK; SELECT 'locked'; DO SLEEP(60)"
      """),
  /// Writes its data set to its dump file.
  REDIS(
      """
      client=$(command -v redis-cli || command -v valkey-cli) || { echo no redis-cli >&2; exit 127; }
      export REDISCLI_AUTH="${REDISCLI_AUTH:-${REDIS_PASSWORD:-}}"
      [ -n "$REDISCLI_AUTH" ] || unset REDISCLI_AUTH
      # A save of its own takes turns with this one.
      for wait in 1 1 1 2 2 3 5 5 5 5; do
        answer=$("$client" SAVE) || exit
        case $answer in *"in progress"*) sleep "$wait" ;; *) break ;; esac
      done
      [ "$answer" = OK ] || { echo "$answer" >&2; exit 1; }
      """);

  private final String script;

  Database(String script) {
    this.script = script;
  }

  /// Returns the one a user names; USAGE where there is none of that name.
  public static Database of(String name) {
    return Arrays.stream(values())
        .filter(database -> database.word().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new VolaryException(
                Fault.USAGE,
                "'--db "
                    + name
                    + "' is not understood: write --db "
                    + Arrays.stream(values())
                        .map(Database::word)
                        .collect(Collectors.joining("|"))));
  }

  /// Its name.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether a program of this name is its server.
  boolean isServer(String program) {
    return switch (this) {
      case POSTGRES -> Set.of("postgres", "postmaster").contains(program);
      case MYSQL -> Set.of("mysqld", "mariadbd").contains(program);
      case REDIS -> Set.of("redis-server", "valkey-server").contains(program);
    };
  }

  /// The words that bring it to a safe point, run in its container.
  List<String> command() {
    return List.of("sh", "-c", script);
  }
}
