package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.RemoteUrl;
import dev.volary.cli.command.contact.Visit;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.RestoreResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary export`.
@Command(
    name = "export",
    description = "Write a commit's tree to a directory that is not versioned.")
public final class Export implements Verb {
  private static final ByteString SLASH = ByteString.utf8("/");

  @Parameters(
      index = "0",
      paramLabel = "REV",
      description = "the commit; URL@REV takes it from another depot and keeps nothing of it")
  private String revision = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR|FILE.tar",
      description = "a new or empty directory; a new file; - for a tar on standard output")
  private String destination = "";

  @Override
  public int run(Invocation call) throws IOException {
    if (!Visit.isMeant(revision)) {
      return write(call, call.depot(), call.revision(revision));
    }
    int at = revision.lastIndexOf('@');
    String url = RemoteUrl.absolute(revision.substring(0, at), call.here());
    try (Visit visit = Visit.to(call, url, revision.substring(at + 1))) {
      return write(call, visit.depot(), visit.target());
    }
  }

  private int write(Invocation call, Depot depot, Targets.RevisionTarget what) throws IOException {
    var export = new dev.volary.core.operation.live.Export(depot, call.progress("exporting")::done);
    if (destination.equals("-") || destination.endsWith(".tar")) {
      return tar(call, export, what);
    }
    ByteString path = absolute(call);
    RestoreResult done = export.toDirectory(what, path);
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

  private int tar(
      Invocation call, dev.volary.core.operation.live.Export export, Targets.RevisionTarget what)
      throws IOException {
    List<ByteString> skipped;
    if (destination.equals("-")) {
      skipped = export.toTar(what, call.output().bytes());
    } else {
      Path file = Linux.path(absolute(call));
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 18)) {
        skipped = export.toTar(what, out);
      } catch (FileAlreadyExistsException e) {
        throw new VolaryException(
            Fault.CONFLICT, destination + " exists already: name a new file", e);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
    skipped.forEach(path -> call.output().warn(path + " is a socket, which tar can't hold"));
    return skipped.isEmpty() ? DONE : Fault.OMISSIONS.exitCode();
  }

  private ByteString absolute(Invocation call) {
    ByteString typed = RawText.encode(destination);
    return typed.startsWith(SLASH) ? typed : call.here().plus(SLASH).plus(typed);
  }
}
