package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.operation.Trash;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary trash empty`.
@Command(name = "empty", description = "Let everything go at once that was deleted.")
final class TrashEmpty implements Verb {
  @Option(names = "--expired", description = "only what was kept for its whole time")
  private boolean expired;

  @Option(names = "--dry-run", description = "only list what would go")
  private boolean dryRun;

  @Override
  public int run(Invocation call) throws IOException {
    Instant now = call.surroundings().clock().instant();
    Instant before = expired ? now.minus(Trash.KEPT_FOR) : now;
    Trash trash = new Trash(call.depot(), call.identity());
    List<Trash.Item> gone =
        dryRun
            ? trash.list().stream().filter(item -> !item.deleted().isAfter(before)).toList()
            : trash.empty(before);
    Output output = call.output();
    TrashList.print(output, gone);
    output.talk(
        gone.isEmpty()
            ? "nothing to let go"
            : dryRun
                ? Words.count(gone.size(), "item") + " would go"
                : Words.count(gone.size(), "item") + " gone; `volary gc` frees their space");
    return DONE;
  }
}
