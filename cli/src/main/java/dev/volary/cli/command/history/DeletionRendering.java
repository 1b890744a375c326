package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Trash;
import java.io.IOException;

/// Shows a branch or tag that was deleted: where it was, what comes free and when, the way back.
final class DeletionRendering {
  private DeletionRendering() {}

  static void show(Invocation call, Trash.Deleted deleted) throws IOException {
    Output output = call.output();
    RefName origin = deleted.shelved().origin();
    String commit = deleted.shelved().tip().toHex();
    if (output.mode().json()) {
      output.json(
          "volary.deleted/1",
          json ->
              json.put("ref", origin.value())
                  .put("commit", commit)
                  .put("heldElsewhere", deleted.heldElsewhere())
                  .put("expires", deleted.expires()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(commit);
      return;
    }
    String kind = origin.isTag() ? "tag" : "branch";
    output.line(
        "deleted %s %s, was at %s"
            .formatted(kind, origin.shortName(), deleted.shelved().tip().shortHex()));
    String until = Words.moment(deleted.expires());
    output.talk(
        deleted.heldElsewhere()
            ? "frees nothing: other branches or tags have its commits"
            : "what only it had is held by the trash until %s, and freed by `volary gc` after that"
                .formatted(until));
    output.talk(
        "in the trash until %s; undo: volary trash restore %s@%s"
            .formatted(until, call.volume().name(), origin.shortName()));
  }
}
