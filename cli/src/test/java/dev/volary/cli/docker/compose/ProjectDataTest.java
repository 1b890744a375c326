package dev.volary.cli.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts as a project's data, in the ways Compose lets one write it.
final class ProjectDataTest {
  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void project() throws IOException {
    folder = Files.createDirectories(temp.toRealPath().resolve("My.Shop"));
  }

  private ProjectData read(String text, Map<String, String> environment) throws IOException {
    Files.writeString(folder.resolve("compose.yaml"), text);
    return ProjectData.read(folder, Optional.empty(), environment);
  }

  @Test
  void volumesAreCalledByTheirKeysAndFoundByDockersNames() throws IOException {
    ProjectData data =
        read(
            """
            services:
              db:
                volumes:
                  - pgdata:/data
                  - type: volume
                    source: wal
                    target: /wal
                  - theirs:/theirs:ro
                  - /anonymous
                  - {type: tmpfs, target: /tmp}
            volumes:
              pgdata:
              wal: {name: "${PREFIX:-our}-wal"}
              theirs: {external: true}
              unused:
            """,
            Map.of());

    assertThat(data.project()).isEqualTo("myshop");
    assertThat(data.places())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "pgdata", new DataPlace.Volume("pgdata", "myshop_pgdata"),
                "wal", new DataPlace.Volume("wal", "our-wal"),
                "theirs", new DataPlace.Volume("theirs", "theirs")));
  }

  @Test
  void foldersBesideTheFileAreDataWhereTheyAreWrittenTo() throws IOException {
    Files.createDirectories(folder.resolve("uploads"));
    Files.createDirectories(folder.resolve("var/uploads"));
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("init.sql"), "");
    ProjectData data =
        read(
            """
            services:
              web:
                volumes:
                  - ./uploads:/uploads
                  - ./var/uploads/:/more
                  - ./conf:/conf:ro
                  - ./init.sql:/init.sql
                  - .:/code
                  - /etc:/etc
              worker:
                volumes:
                  - {type: bind, source: ./uploads, target: /u}
            """,
            Map.of());

    assertThat(data.places())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "uploads", new DataPlace.Directory(folder.resolve("uploads")),
                "web-uploads", new DataPlace.Directory(folder.resolve("var/uploads"))));
    assertThat(data.passedOver())
        .containsExactly(
            "./conf of service web is only read",
            "./init.sql of service web is no directory",
            ". of service web holds the Compose file itself",
            "/etc of service web lies outside the project's folder");
  }

  @Test
  void theProjectIsNamedByTheEnvironmentThenItsEnvFileThenItsFile() throws IOException {
    String text = "name: filed\nservices: {db: {volumes: ['a:/a']}}\n";
    assertThat(read(text, Map.of()).project()).isEqualTo("filed");
    Files.writeString(folder.resolve(".env"), "# ours\nCOMPOSE_PROJECT_NAME='dotted'\n");
    assertThat(read(text, Map.of()).project()).isEqualTo("dotted");
    ProjectData data = read(text, Map.of("COMPOSE_PROJECT_NAME", "given"));
    assertThat(data.project()).isEqualTo("given");
    assertThat(data.places()).containsEntry("a", new DataPlace.Volume("a", "given_a"));
  }

  @Test
  void whatIsNoComposeFileIsRefusedInOneSentence() {
    for (String text : new String[] {"- a\n", "a: [\n", "a: &a [*a, *a]\n%\n", ""}) {
      assertThatThrownBy(() -> read(text, Map.of()))
          .isInstanceOfSatisfying(
              VolaryException.class,
              e -> {
                assertThat(e.fault()).isEqualTo(Fault.USAGE);
                assertThat(e.getMessage())
                    .contains("can't be read as a Compose file")
                    .doesNotContain("\n");
              });
    }
    assertThatThrownBy(() -> ProjectData.read(temp, Optional.empty(), Map.of()))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("there is no Compose file in");
  }
}
