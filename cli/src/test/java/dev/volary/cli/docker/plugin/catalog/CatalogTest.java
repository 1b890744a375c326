package dev.volary.cli.docker.plugin.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.worktree.WorktreeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Docker was promised is read as it was written, by every version from the first on.
final class CatalogTest {
  /// As version 1 writes it; never to be changed.
  private static final String GOLDEN =
      """
      {"format":"volary docker 1","boot":"b","volumes":[{"name":"pgdata@v1","options":{"mode":"ro"},"created":"2026-11-17T12:00:00Z","mounts":["one","two"],"home":{"worktree":"0123456789abcdef","mountpoint":"/live/views/pgdata@v1","throwAway":true,"bound":true}},{"name":"shop.db","options":{"autocommit":"on-unmount","from":"/there/shop"},"created":"2026-11-17T12:00:00Z","mounts":[]}],"made":["shop"],"chores":[{"kind":"discard","volume":"pgdata","target":"fedcba9876543210","occasion":""}]}
      """;

  @TempDir Path temp;

  private static Content content() {
    Instant then = Instant.parse("2026-11-17T12:00:00Z");
    DockerVolume old =
        new DockerVolume(
            DockerName.parse("pgdata@v1"),
            VolumeOptions.parse(Map.of("mode", "ro")),
            then,
            Optional.of(
                new Home(
                    new WorktreeId("0123456789abcdef"),
                    "/live/views/pgdata@v1",
                    true,
                    Optional.of("/live/views/pgdata@v1"))),
            new TreeSet<>());
    DockerVolume shop =
        new DockerVolume(
            DockerName.parse("shop.db"),
            VolumeOptions.parse(Map.of("from", "/there/shop", "autocommit", "on-unmount")),
            then,
            Optional.empty(),
            new TreeSet<>());
    return Content.empty("b")
        .with(old.mountedBy("two").mountedBy("one"))
        .with(shop)
        .made("shop", true)
        .with(new Chore(Chore.Kind.DISCARD, new VolumeName("pgdata"), "fedcba9876543210", ""));
  }

  @Test
  void theFirstFormatStaysReadable() throws IOException {
    Path file = temp.resolve("docker");
    Files.writeString(file, GOLDEN);
    assertThat(Catalog.open(file, "b").now()).isEqualTo(content());
    assertThat(new String(content().encode(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(GOLDEN);
  }

  @Test
  void aChangeIsOnDiskBeforeItIsSeen() throws IOException {
    Path file = temp.resolve("docker");
    Catalog catalog = Catalog.open(file, "b");
    catalog.change(_ -> content());
    assertThat(Catalog.open(file, "b").now()).isEqualTo(content());
    assertThatThrownBy(() ->
            catalog.change(_ -> {
              throw new IllegalStateException("no");
            }))
        .isInstanceOf(IllegalStateException.class);
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> catalog.change(before -> before.made("x", true)))
        .isInstanceOf(IOException.class);
    assertThat(catalog.now()).isEqualTo(content());
  }

  @Test
  void anotherRunOfTheMachineHasNoMounts() throws IOException {
    Path file = temp.resolve("docker");
    Files.writeString(file, GOLDEN);
    Content now = Catalog.open(file, "another").now();
    assertThat(now.volumes().values()).allMatch(volume -> volume.mounts().isEmpty());
    assertThat(now.volumes()).hasSameSizeAs(content().volumes());
  }

  @Test
  void whatIsNoCatalogIsSaidToBeNone() throws IOException {
    Path file = temp.resolve("docker");
    Map<String, Fault> wrong =
        Map.of(
            "",
            Fault.CORRUPT,
            "{",
            Fault.CORRUPT,
            "{}",
            Fault.CORRUPT,
            GOLDEN.replace("docker 1", "docker 2"),
            Fault.TOO_NEW,
            GOLDEN.replace("0123456789abcdef", "x"),
            Fault.CORRUPT,
            GOLDEN.replace("2026-11-17T12", "yesterday"),
            Fault.CORRUPT,
            GOLDEN.replace("shop.db", "shop/db"),
            Fault.CORRUPT,
            GOLDEN.replace("discard", "frobnicate"),
            Fault.TOO_NEW);
    for (Map.Entry<String, Fault> each : wrong.entrySet()) {
      Files.writeString(file, each.getKey());
      assertThatThrownBy(() -> Catalog.open(file, "b"))
          .as(each.getKey())
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(each.getValue()));
    }
  }
}
