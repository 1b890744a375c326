package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.object.Node;
import dev.volary.core.operation.TreeBrowser;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary cat`.
@Command(name = "cat", description = "Print the bytes of a file of a commit.")
public final class Cat implements Verb {
  @Parameters(paramLabel = "REV:PATH", description = "the commit and the file")
  private String what = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget target = call.revision(what);
    ByteString path =
        target
            .path()
            .orElseThrow(() ->
                new VolaryException(Fault.USAGE, "'" + what + "' names no file: write REV:PATH"));
    TreeBrowser browser = new TreeBrowser(call.depot().store());
    ObjectId root = target.volume().history().facts(target.commit()).root();
    switch (browser.require(root, path, target.shown()).node()) {
      case Node.RegularNode file -> browser.copy(file, call.output().bytes());
      case Node.SymlinkNode link -> call.output().line(RawText.decode(link.target()));
      case Node.DirectoryNode _ ->
          throw new VolaryException(
              Fault.CONFLICT, path + " is a directory: list it with `volary ls " + what + "`");
      case Node.DeviceNode _, Node.FifoNode _, Node.SocketNode _ ->
          throw new VolaryException(Fault.CONFLICT, path + " has no bytes of its own");
    }
    return DONE;
  }
}
