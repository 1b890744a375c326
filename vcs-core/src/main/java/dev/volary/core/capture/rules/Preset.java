package dev.volary.core.capture.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A program whose data directories are known: what in them is not data.
public enum Preset {
  /// PostgreSQL. A copied `postmaster.pid` stops the copy from starting, and `pg_ctl -D copy stop`
  /// then stops the original. The rest is what its own base backup leaves out; directories stay,
  /// because the server requires them.
  POSTGRES(
      "/postmaster.pid",
      "/postmaster.opts",
      "/.s.PGSQL.*",
      "pgsql_tmp*",
      "pg_internal.init",
      "pg_internal.init.[0-9]*",
      "/current_logfiles.tmp",
      "/postgresql.auto.conf.tmp",
      "/pg_dynshmem/*",
      "/pg_notify/*",
      "/pg_serial/*",
      "/pg_snapshots/*",
      "/pg_stat_tmp/*",
      "/pg_subtrans/*"),

  /// MySQL and MariaDB.
  MYSQL("/*.pid", "/*.sock", "/*.sock.lock", "/ibtmp1", "/#innodb_temp/*"),

  /// Redis and its forks.
  REDIS("/*.pid", "/*.sock", "/temp-*.rdb", "temp-rewriteaof-*.aof"),

  /// Any other program.
  NONE;

  private final String leftOut;

  Preset(String... leftOut) {
    this.leftOut = String.join("\n", leftOut);
  }

  /// Returns what is not data, in gitignore syntax beneath the program's data directory.
  public List<String> leftOut() {
    return leftOut.lines().toList();
  }

  /// Returns the name that users know it by.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the preset that users know as `word`; [Fault#USAGE] if there is none.
  public static Preset of(String word) {
    return Arrays.stream(values())
        .filter(preset -> preset.word().equals(word))
        .findAny()
        .orElseThrow(() ->
            new VolaryException(
                Fault.USAGE,
                "There is no preset " + word + "; choose one of the candidates",
                Arrays.stream(values()).map(Preset::word).toList()));
  }
}
