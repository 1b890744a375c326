package dev.volary.cli.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same project once more: on other data, at other ports, under other names.
final class SideBySideTest {
  private static final String FILE =
      """
      name: shop
      services:
        db:
          image: postgres:${PG:-17}
          container_name: shop-db
          volumes: ["pgdata:/data", "./uploads:/u:ro", "./conf:/c:ro"]
          ports: ["127.0.0.1:${PORT}:5432", "9000", "7000-7001:7000-7001"]
        web:
          network_mode: host
          depends_on: [db]
          volumes: [{type: bind, source: ./uploads, target: /uploads}]
          ports:
            - {target: 80, published: "8080", protocol: tcp, host_ip: "::1"}
      volumes:
        pgdata: {external: true, name: theirs}
        other:
      """;

  @TempDir private Path temp;

  @Test
  void dataPortsAndNamesAreOthersAndAllElseIsTheSame() throws IOException {
    Path folder = Files.createDirectories(temp.toRealPath().resolve("shop"));
    Files.createDirectories(folder.resolve("uploads"));
    Files.writeString(folder.resolve("compose.yaml"), FILE);

    SideBySide.Result made =
        SideBySide.make(
            folder,
            Optional.empty(),
            Map.of("PORT", "5432"),
            new SideBySide.Request("bug", Path.of("/live/$x"), port -> port + 1));

    Files.writeString(folder.resolve("made.yaml"), made.text());
    Map<String, Object> content = Yaml.read(folder.resolve("made.yaml"));
    assertThat(content).doesNotContainKey("name");
    Map<String, Object> db = Yaml.map(Yaml.map(content, "services"), "db");
    assertThat(db)
        .containsEntry("image", "postgres:${PG:-17}")
        .containsEntry("container_name", "shop-db-bug")
        .containsEntry("ports", List.of("127.0.0.1:5433:5432/tcp", "9000", "7000-7001:7000-7001"))
        .containsEntry(
            "volumes", List.of("pgdata:/data", "/live/$$x/uploads:/u:ro", "./conf:/c:ro"));
    Map<String, Object> web = Yaml.map(Yaml.map(content, "services"), "web");
    assertThat(web)
        .containsEntry("depends_on", List.of("db"))
        .containsEntry(
            "ports",
            List.of(Map.of("target", 80, "published", "8081", "protocol", "tcp", "host_ip", "::1")))
        .containsEntry(
            "volumes",
            List.of(Map.of("type", "bind", "source", "/live/$$x/uploads", "target", "/uploads")));
    assertThat(Yaml.map(Yaml.map(content, "volumes"), "pgdata"))
        .isEqualTo(
            Map.of(
                "driver",
                "local",
                "driver_opts",
                Map.of("type", "none", "o", "bind", "device", "/live/$$x/pgdata")));
    assertThat(made.notes())
        .containsExactly(
            "db: port 5432 is at 5433",
            "port 7000-7001:7000-7001 of service db stays as it is, for it is not understood",
            "web: port 8080 is at 8081",
            "service web uses the machine's own network: what it listens on can't be moved");
  }
}
