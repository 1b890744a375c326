package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary export`.
@Command(
    name = "export",
    description = "Write a commit's tree to a directory that is not versioned.")
public final class Export implements Verb {
  private static final ByteString SLASH = ByteString.utf8("/");

  @Parameters(index = "0", paramLabel = "REV", description = "the commit")
  private String revision = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "a new or empty directory")
  private String destination = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget what = call.revision(revision);
    ByteString typed = RawText.encode(destination);
    ByteString path = typed.startsWith(SLASH) ? typed : call.here().plus(SLASH).plus(typed);
    RestoreResult done =
        new dev.volary.core.operation.live.Export(call.depot(), RestoreListener.NONE)
            .toDirectory(what, path);
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.export/1",
          json ->
              json.put("commit", what.commit().toHex())
                  .put("path", path)
                  .put("bytesWritten", done.bytesWritten())
                  .put("unheld", done.unheld().size()));
    } else if (!output.mode().quiet()) {
      output.line(
          "%s written to %s: %s"
              .formatted(what.commit().shortHex(), path, Words.size(done.bytesWritten())));
      if (done.unheld().size() > 0) {
        output.warn(
            "%d entries can't be held there as they are (owners, devices, attributes)"
                .formatted(done.unheld().size()));
      }
    }
    return DONE;
  }
}
