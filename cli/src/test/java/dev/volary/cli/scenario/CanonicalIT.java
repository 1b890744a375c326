package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.tree.EveryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tree has one root, wherever it stands, whoever commits it, whatever came before.
final class CanonicalIT {
  @TempDir Path temp;

  @Test
  void theRootIsAFunctionOfTheTreeAlone() throws IOException {
    for (LoopFileSystem.Kind kind : LoopFileSystem.Kind.values()) {
      String obstacle = LoopFileSystem.obstacle(kind).orElse("");
      assumeTrue(obstacle.isEmpty(), obstacle);
    }
    for (String program : EveryKind.PROGRAMS) {
      assumeTrue(Command.available(program), program + " is not installed");
    }
    EveryKind tree = new EveryKind(27_182, 500, 1000);
    String options = "-Oea_inode";
    try (LoopFileSystem large = disk(LoopFileSystem.Kind.EXT4, options);
        LoopFileSystem small = disk(LoopFileSystem.Kind.EXT4_SMALL_BLOCKS, options)) {
      Path first = Files.createDirectory(large.path().resolve("first"));
      tree.make(first);
      Path second = Files.createDirectory(small.path().resolve("second"));
      tree.make(second);
      Volary straight = Volary.in(temp.resolve("straight"));
      straight.ok("init", first.toString(), "--name", "first");
      straight.ok("-C", "first", "commit", "-m", "at once");
      assertThat(byDetours(second, first)).isEqualTo(root(straight, "first@main"));

      // And a third time: a copy that another depot made of its own commit.
      Path third = small.path().resolve("third");
      straight.ok("-C", "first", "export", "main", third.toString());
      Volary anew = Volary.in(temp.resolve("anew"));
      anew.ok("init", third.toString(), "--name", "third");
      anew.ok("-C", "third", "commit", "-m", "a copy");
      assertThat(root(anew, "third@main")).isEqualTo(root(straight, "first@main"));
    }
  }

  /// Commits parts of the tree and strange content before the tree itself.
  private String byDetours(Path tree, Path original) throws IOException {
    Path aside = Files.createDirectory(tree.resolveSibling("aside"));
    Volary volary = Volary.in(temp.resolve("detours")).speaking("C");
    Command.of("mv", tree + "/mixed", tree + "/sparse", tree + "/links", aside + "/").succeed();
    volary.ok("init", tree.toString(), "--name", "second");
    volary.ok("-C", "second", "commit", "-m", "without most of it");
    Command.of("mv", aside + "/mixed", aside + "/sparse", aside + "/links", tree + "/").succeed();
    Path strange = tree.resolve("mixed/strange");
    Files.write(strange, Files.readAllBytes(tree.resolve("sparse/ends-in-a-hole")));
    volary.ok("-C", "second", "commit", "-m", "with more");
    volary.ok("-C", "second", "switch", "-c", "other");
    Files.delete(strange);
    // Both trees were made a moment apart: times become the same, and nothing else.
    String like =
        Command.of(
                "rsync", "-aHAXi", "--checksum", "--modify-window=-1", original + "/", tree + "/")
            .succeed()
            .out();
    assertThat(like.lines())
        .allMatch(line -> line.matches("[.c][dfLSD]\\.\\.t\\.+ .*"), "times only");
    volary.ok("-C", "second", "commit", "-m", "the tree");
    return root(volary, "second@other");
  }

  private static LoopFileSystem disk(LoopFileSystem.Kind kind, String options) throws IOException {
    return LoopFileSystem.create(kind, 1L << 30, options);
  }

  private static String root(Volary volary, String revision) {
    String json = volary.ok("show", revision, "--json");
    return json.replaceFirst("(?s).*\"root\":\\s*\"([0-9a-f]{64})\".*", "$1");
  }
}
