package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Every verb is listed, explained, and what its description says fits a line.
final class VerbTableTest {
  @Test
  void everyVerbBelongsToOneTopic() {
    List<String> listed = Arrays.stream(Topic.values()).flatMap(t -> t.verbs().stream()).toList();
    assertThat(listed).doesNotHaveDuplicates().containsAll(Verbs.names());
  }

  @Test
  void theOverviewHasALineForEach() {
    String page = Verbs.overview();
    for (String verb : Verbs.names()) {
      assertThat(page.lines().filter(line -> line.startsWith("  " + verb + " "))).hasSize(1);
    }
    assertThat(page.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void everythingIsDescribed() {
    for (CommandLine verb : Verbs.all().getSubcommands().values()) {
      described(verb.getCommandSpec());
    }
  }

  private static void described(CommandSpec spec) {
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    spec.args().forEach(arg -> assertThat(arg.description()).as(arg.toString()).isNotEmpty());
    spec.subcommands().values().forEach(inner -> described(inner.getCommandSpec()));
  }
}
