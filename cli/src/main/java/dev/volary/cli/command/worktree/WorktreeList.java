package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.worktree.Provision.Stay;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `volary worktree list`.
@Command(name = "list", description = "List all live copies.")
public final class WorktreeList implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    Output output = call.output();
    Table table = new Table();
    for (WorktreeRecord record : call.depot().worktrees().all().values()) {
      boolean interrupted = record.pending().isChange();
      String head = Places.name(record.head(), record.base());
      if (output.mode().json()) {
        output.json(
            "volary.worktree/1",
            json ->
                json.put("volume", record.volume())
                    .put("path", record.identity().path())
                    .put("head", head)
                    .put("commit", record.base().map(c -> c.toHex()))
                    .put("overlay", record.provision().overlay().isPresent())
                    .put("interrupted", interrupted));
      } else if (output.mode().quiet()) {
        output.line(record.identity().path().toString());
      } else {
        table.row(
            record.volume(),
            head,
            record.base().map(c -> c.shortHex()).orElse("-"),
            record.identity().path().toString() + (interrupted ? "  (interrupted)" : ""),
            provision(record));
      }
    }
    table.print(output);
    return DONE;
  }

  private static String provision(WorktreeRecord record) {
    String kind = record.provision().overlay().isPresent() ? "overlay" : "";
    String stay =
        switch (record.provision().stay()) {
          case Stay.ForGood() -> "";
          case Stay.Until(Instant end) -> "until " + Words.moment(end);
          case Stay.WhileRunning() -> "for a running command";
        };
    return kind.isEmpty() || stay.isEmpty() ? kind + stay : kind + ", " + stay;
  }
}
