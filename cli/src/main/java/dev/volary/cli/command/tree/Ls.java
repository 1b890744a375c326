package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.operation.TreeBrowser;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary ls`.
@Command(name = "ls", description = "List a directory of a commit.")
public final class Ls implements Verb {
  @Option(names = "-l", description = "with mode, owner, size and time")
  private boolean details;

  @Option(
      names = {"-R", "--recursive"},
      description = "and everything beneath")
  private boolean recursive;

  @Parameters(
      arity = "0..1",
      paramLabel = "REV[:PATH]",
      description = "the commit and the directory or file")
  private String what = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget target = call.revision(what);
    TreeBrowser browser = new TreeBrowser(call.depot().store());
    ObjectId root = target.volume().history().facts(target.commit()).root();
    ByteString path = target.path().orElse(ByteString.EMPTY);
    TreeBrowser.Found found = browser.require(root, path, target.shown());
    if (found.node() instanceof Node.DirectoryNode directory) {
      list(browser, directory, ByteString.EMPTY, call.output());
    } else {
      show(path, found.attributes(), found.node(), call.output());
    }
    return DONE;
  }

  private void list(
      TreeBrowser browser, Node.DirectoryNode directory, ByteString prefix, Output output) {
    Iterator<Entry> entries = browser.entries(directory);
    while (entries.hasNext()) {
      Entry entry = entries.next();
      ByteString path = prefix.plus(entry.name());
      show(path, entry.attributes(), entry.node(), output);
      if (recursive && entry.node() instanceof Node.DirectoryNode inner) {
        list(browser, inner, path.plus(ByteString.utf8("/")), output);
      }
    }
  }

  private void show(ByteString path, Attributes attributes, Node node, Output output) {
    if (output.mode().json()) {
      output.json("volary.entry/1", json -> EntryText.json(json, path, attributes, node));
      return;
    }
    // On a terminal a name must not move the cursor; in a pipe it is the bytes it is.
    String name = output.mode().terminal() ? path.toString() : RawText.decode(path);
    if (!details) {
      output.line(name + (node instanceof Node.DirectoryNode ? "/" : ""));
      return;
    }
    output.line(
        "%s %6d %6d %12d %s %s%s"
            .formatted(
                EntryText.mode(node, attributes),
                attributes.uid(),
                attributes.gid(),
                EntryText.size(node),
                Words.moment(
                    Instant.ofEpochSecond(attributes.mtimeSeconds(), attributes.mtimeNanos())),
                name,
                EntryText.suffix(node)));
  }
}
