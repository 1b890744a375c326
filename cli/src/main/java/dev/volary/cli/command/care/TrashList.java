package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.operation.Trash;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// `volary trash list`.
@Command(name = "list", description = "List what can be brought back.")
final class TrashList implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    print(call.output(), new Trash(call.depot(), call.identity()).list());
    return DONE;
  }

  /// Prints items of the trash, one a line.
  static void print(Output output, List<Trash.Item> items) {
    Table table = new Table();
    for (Trash.Item item : items) {
      if (output.mode().json()) {
        output.json(
            "volary.trash/1",
            json ->
                json.put("name", item.name())
                    .put("kind", item.kind())
                    .put("deleted", item.deleted())
                    .put("expires", item.expires()));
      } else if (output.mode().quiet()) {
        output.line(item.name());
      } else {
        table.row(
            item.name(),
            item.kind(),
            "deleted " + Words.moment(item.deleted()),
            "kept until " + Words.moment(item.expires()));
      }
    }
    table.print(output);
  }
}
