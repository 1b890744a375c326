package dev.volary.core.capture.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Presets and ignore rules on real directories.
final class CaptureRulesTest {
  @TempDir Path top;

  private void write(String name, String text) throws IOException {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void makePostgres(String at) throws IOException {
    write(at + "PG_VERSION", "15\n");
    write(at + "global/pg_control", "x");
    write(at + "postmaster.pid", "1");
    Files.createDirectories(top.resolve(at + "pg_tblspc"));
  }

  private DirectoryHandle open() throws IOException {
    return Linux.openRoot(Linux.bytes(top.toRealPath()));
  }

  private static boolean leftOut(CaptureRules rules, String path) {
    return rules
        .decisive(ByteString.utf8(path), path.endsWith("/"))
        .map(IgnoreRule::leavesOut)
        .orElse(false);
  }

  @Test
  void findsPostgresAtTheTopAndBeneath() throws IOException {
    makePostgres("one/");
    makePostgres("18/docker/");
    write("cache/dump.rdb", "x");
    write("sql/ibdata1", "x");
    try (DirectoryHandle handle = open()) {
      List<PresetSite> sites = Presets.detect(handle);
      assertThat(sites)
          .extracting(site -> site.path() + " " + site.preset().word())
          .containsExactly("18/docker postgres", "cache redis", "one postgres", "sql mysql");
      CaptureRules rules = CaptureRules.of(sites, List.of(), handle);
      assertThat(leftOut(rules, "one/postmaster.pid")).isTrue();
      assertThat(leftOut(rules, "18/docker/pg_stat_tmp/x")).isTrue();
      assertThat(leftOut(rules, "18/docker/pg_stat_tmp/")).isFalse();
      assertThat(leftOut(rules, "one/base/5/pgsql_tmp/pgsql_tmp1.0")).isTrue();
      assertThat(leftOut(rules, "one/base/5/pg_internal.init")).isTrue();
      assertThat(leftOut(rules, "postmaster.pid")).isFalse();
      assertThat(leftOut(rules, "one/base/1259")).isFalse();
      assertThat(AutomaticLabels.of(handle, sites, "amd64"))
          .containsEntry("postgres", "15")
          .containsEntry("arch", "x86_64");
    }
  }

  @Test
  void laterRulesWinAndNothingInsideALeftOutDirectoryIsKept() throws IOException {
    makePostgres("");
    write(".volaryignore", "*.tmp\n!keep.tmp\n/cache/\n!/cache/x\n");
    try (DirectoryHandle handle = open()) {
      CaptureRules rules =
          CaptureRules.of(
              Presets.locate(handle, Preset.POSTGRES),
              List.of(ByteString.utf8("!/postmaster.opts")),
              handle);
      assertThat(leftOut(rules, "a/b.tmp")).isTrue();
      assertThat(leftOut(rules, "a/keep.tmp")).isFalse();
      assertThat(leftOut(rules, "cache/x")).isTrue();
      assertThat(leftOut(rules, "postmaster.opts")).isFalse();
      assertThat(leftOut(rules, "postmaster.pid")).isTrue();
      IgnoreRule decisive = rules.decisive(ByteString.utf8("cache/x"), false).orElseThrow();
      assertThat(decisive.source()).isEqualTo(".volaryignore");
      assertThat(decisive.text()).isEqualTo(ByteString.utf8("/cache/"));
    }
  }

  @Test
  void refusesLinksThatLeadDataOut() throws IOException {
    makePostgres("db/");
    Files.createSymbolicLink(top.resolve("db/pg_wal"), Path.of("../wal"));
    try (DirectoryHandle handle = open()) {
      List<PresetSite> sites = Presets.detect(handle);
      assertThat(OutsideLinks.find(handle, sites)).isEmpty();
      Files.createSymbolicLink(top.resolve("db/pg_tblspc/16400"), Path.of("/mnt/fast"));
      Files.createSymbolicLink(top.resolve("db/pg_tblspc/16401"), Path.of("../../../x"));
      List<OutsideLinks.OutsideLink> links = OutsideLinks.find(handle, sites);
      assertThat(links)
          .extracting(link -> link.path().toString())
          .containsExactly("db/pg_tblspc/16400", "db/pg_tblspc/16401");
      assertThatThrownBy(() -> OutsideLinks.refuse(links))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessageContaining("db/pg_tblspc/16400 leads out of the tree to /mnt/fast");
    }
  }
}
