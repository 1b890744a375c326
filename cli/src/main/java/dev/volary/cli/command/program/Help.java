package dev.volary.cli.command.program;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.VerbGuide;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary help`.
@Command(name = "help", description = "List the verbs, or explain one.")
public final class Help implements Verb {
  private final VerbGuide guide;

  @Option(
      names = "--man",
      paramLabel = "DIR",
      description = "write the manual pages to this folder")
  private @Nullable Path manual;

  @Parameters(arity = "0..*", paramLabel = "VERB", description = "the verb to explain")
  private List<String> words = List.of();

  /// @param guide knows all verbs
  public Help(VerbGuide guide) {
    this.guide = guide;
  }

  @Override
  public int run(Invocation call) throws IOException {
    if (manual != null) {
      int pages = new ManualPages(guide.all().get().getCommandSpec()).write(manual);
      call.output().talk(pages + " pages written to " + manual);
    } else if (words.isEmpty()) {
      call.output().line(guide.overview().get().stripTrailing());
    } else {
      call.output().line(usage().stripTrailing());
    }
    return DONE;
  }

  private String usage() {
    CommandLine chosen = guide.all().get();
    for (String word : words) {
      CommandLine inner = chosen.getSubcommands().get(word);
      if (inner == null) {
        throw new VolaryException(
            Fault.USAGE,
            "there is no verb '%s'%s"
                .formatted(word, Suggestions.hint(word, chosen.getSubcommands().keySet())));
      }
      chosen = inner;
    }
    return chosen.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }
}
