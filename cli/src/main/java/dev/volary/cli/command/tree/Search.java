package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.operation.SearchEverything;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary search`.
@Command(
    name = "search",
    description = "Find commits by message, label, branch, tag or volume name.")
public final class Search implements Verb {
  @Parameters(paramLabel = "TEXT", description = "what they contain, in any case")
  private String text = "";

  @Override
  public int run(Invocation call) throws IOException {
    Optional<VolumeName> only =
        call.where().isPresent() ? Optional.of(call.volume().name()) : Optional.empty();
    List<SearchEverything.Hit> hits = new SearchEverything(call.depot()).run(text, only);
    Output output = call.output();
    for (SearchEverything.Hit hit : hits) {
      if (output.mode().json()) {
        output.json(
            "volary.hit/1",
            json ->
                json.put("volume", hit.volume().text())
                    .put("commit", hit.commit().id().toHex())
                    .put("captured", hit.commit().facts().captured())
                    .texts("found", hit.found()));
      } else if (output.mode().quiet()) {
        output.line(hit.commit().id().toHex());
      } else {
        output.line(
            "%s@%s  %s  %s  [%s]"
                .formatted(
                    hit.volume(),
                    hit.commit().id().shortHex(),
                    Words.moment(hit.commit().facts().captured()),
                    hit.commit().subject(),
                    String.join(", ", hit.found())));
      }
    }
    return DONE;
  }
}
