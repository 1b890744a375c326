package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// There is a page for each verb, and man has nothing to object to it.
final class ManualPagesTest {
  @TempDir private Path place;
  private Path pages;

  @BeforeEach
  void write() {
    pages = place.resolve("man");
    new Scene(place).ok("help", "--man", pages.toString());
  }

  @Test
  void everyVerbHasAPage() throws IOException {
    for (String verb : Verbs.names()) {
      String page = Files.readString(pages.resolve("volary-" + verb + ".1"));
      assertThat(page).contains(".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"EXIT STATUS\"");
    }
    assertThat(Files.readString(pages.resolve("volary.1"))).contains("volary\\-log (1)");
  }

  @Test
  void manHasNoObjections() throws IOException {
    assumeTrue(
        Command.of("sh", "-c", "command -v groff").run().exitCode() == 0, "groff is not installed");
    List<Path> all;
    try (Stream<Path> files = Files.list(pages)) {
      all = files.sorted().toList();
    }
    for (Path page : all) {
      Outcome outcome =
          Command.of("groff", "-man", "-Tutf8", "-ww", "-z", page.toString()).run().expect(0);
      assertThat(outcome.err()).as(page.toString()).isEmpty();
    }
  }
}
