package dev.volary.cli.scenario;

import static dev.volary.cli.scenario.OfferedVolumes.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.Mounts;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The volume plugin under Podman, configured as the README says.
final class PodmanIT {
  private static final String IMAGE = "localhost/busybox:test";

  private Path folder;
  private Volary volary;
  private OfferedVolumes plugin;

  @BeforeEach
  void begin() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "the plugin needs root");
    for (String program : List.of("podman", "runc", "busybox", "curl")) {
      assumeTrue(Command.available(program), program + " is not installed");
    }
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "vpodman");
    volary = Volary.in(folder.resolve("depot"));
    plugin = OfferedVolumes.start(volary);
    Files.writeString(
        folder.resolve("containers.conf"),
        """
        [engine]
        runtime = "runc"
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        tmp_dir = "%s/tmp"
        [engine.volume_plugins]
        volary = "%s"
        """
            .formatted(folder, plugin.socket()));
    Files.writeString(
        folder.resolve("storage.conf"),
        """
        [storage]
        driver = "vfs"
        runroot = "%1$s/run"
        graphroot = "%1$s/graph"
        """
            .formatted(folder));
    Command.of(
            "sh",
            "-c",
            "mkdir -p \"$0/bin\" && cp \"$(command -v busybox)\" \"$0/bin/busybox\" && for name in"
                + " sh cat; do ln -s busybox \"$0/bin/$name\"; done && tar -C \"$0\" -cf \"$0.tar\" .",
            folder.resolve("image").toString())
        .succeed();
    podman("import", folder + "/image.tar", IMAGE).expect(0);
    Outcome tried = run("none", "true");
    assumeTrue(tried.exitCode() == 0, () -> "Podman runs no container here: " + tried.err());
  }

  @AfterEach
  void end() throws IOException {
    if (folder != null) {
      podman("rm", "--all", "--force");
      podman("volume", "rm", "--all", "--force");
      plugin.close();
      Mounts.takeOff(folder);
      Command.of("rm", "-rf", "--one-file-system", folder.toString()).succeed();
    }
  }

  private Outcome podman(String... words) {
    List<String> all = new ArrayList<>(List.of("podman"));
    all.addAll(List.of(words));
    return Command.of(all)
        .with("CONTAINERS_CONF", folder.resolve("containers.conf").toString())
        .with("CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString())
        .run();
  }

  private Outcome run(String volume, String script) {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--network=none"));
    words.addAll(List.of("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"));
    if (!volume.equals("none")) {
      words.add("--volume=" + volume + ":/data");
    }
    words.addAll(List.of(IMAGE, "/bin/sh", "-c", script));
    return podman(words.toArray(String[]::new));
  }

  private void create(String... words) {
    List<String> all = new ArrayList<>(List.of("volume", "create", "--driver", "volary"));
    all.addAll(List.of(words));
    podman(all.toArray(String[]::new)).expect(0);
  }

  @Test
  void aStateIsChosenByAnOption() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("f"), "one\n");
    volary.ok("init", data.toString(), "--name", "pgdata");
    volary.ok("-C", "pgdata", "commit", "-m", "first");
    volary.ok("-C", "pgdata", "tag", "v1");
    create("pgdata");
    assertThat(run("pgdata", "cat /data/f; echo two >/data/f").expect(0).out()).isEqualTo("one\n");
    assertThat(data.resolve("f")).hasContent("two");
    podman("volume", "rm", "pgdata").expect(0);

    String before = volary.ok("worktree", "list");
    create("-o", "ref=v1", "pgdata");
    assertThat(run("pgdata", "cat /data/f; echo three >/data/f").expect(0).out())
        .isEqualTo("one\n");
    await("the copy goes", () -> volary.ok("worktree", "list").equals(before));
    assertThat(run("pgdata", "cat /data/f").expect(0).out()).isEqualTo("one\n");
    podman("volume", "rm", "pgdata").expect(0);
    assertThat(data.resolve("f")).hasContent("two");

    Outcome refused =
        podman("volume", "create", "--driver", "volary", "-o", "ref=nosuch", "pgdata");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("nosuch");
    assertThat(volary.ok("list", "--quiet")).isEqualTo("pgdata");
  }
}
