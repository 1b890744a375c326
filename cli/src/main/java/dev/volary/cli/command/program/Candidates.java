package dev.volary.cli.command.program;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.RevisionText;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.operation.Settings;
import dev.volary.core.operation.Trash;
import dev.volary.core.operation.TreeBrowser;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary __complete`: what the scripts of shells ask for. Says nothing where it knows nothing.
@Command(
    name = "__complete",
    hidden = true,
    description = "List words that complete what is typed.")
public final class Candidates implements Verb {
  private static final int MOST = 1000;

  @Parameters(index = "0", paramLabel = "KIND", description = "what is wanted, such as revisions")
  private String kind = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPED",
      description = "what is typed so far")
  private String typed = "";

  @Override
  public int run(Invocation call) throws IOException {
    try {
      for (String word : words(call)) {
        if (word.startsWith(typed)) {
          call.output().line(word);
        }
      }
    } catch (VolaryException e) {
      // Who completes a word asks no question that an error would answer.
    }
    return DONE;
  }

  private List<String> words(Invocation call) throws IOException {
    return switch (kind) {
      case "revisions" -> typed.contains(":") ? files(call) : revisions(call);
      case "branches" -> refs(call, List.of(RefName.BRANCHES));
      case "tags" -> refs(call, List.of(RefName.TAGS));
      case "refs" -> refs(call, List.of(RefName.BRANCHES, RefName.TAGS));
      case "remotes" -> Remotes.of(call.volume()).all().stream().map(Remote::name).toList();
      case "volumes" -> volumes(call);
      case "places" -> places(call);
      case "settings" -> Settings.known();
      case "shells" -> List.of("bash", "zsh");
      case "trash" ->
          new Trash(call.depot(), call.identity())
              .list().stream().map(Trash.Item::name).distinct().toList();
      default -> List.of();
    };
  }

  private static List<String> volumes(Invocation call) throws IOException {
    return call.depot().volumes().stream().map(VolumeName::text).toList();
  }

  private static List<String> refs(Invocation call, List<String> spaces) throws IOException {
    return refs(call.volume(), spaces);
  }

  private static List<String> refs(Volume volume, List<String> spaces) {
    List<String> names = new ArrayList<>();
    for (String space : spaces) {
      volume.history().refs().list(space).keySet().forEach(ref -> names.add(ref.shortName()));
    }
    return names;
  }

  private List<String> revisions(Invocation call) throws IOException {
    List<String> spaces = List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES);
    List<String> names = new ArrayList<>();
    Optional<VolumeName> named = RevisionText.parse(typed).volume();
    if (named.isPresent()) {
      String prefix = named.get() + "@";
      refs(call.depot().volume(named.get()), spaces).forEach(ref -> names.add(prefix + ref));
      return names;
    }
    volumes(call).forEach(volume -> names.add(volume + "@"));
    try {
      names.addAll(refs(call, spaces));
    } catch (VolaryException e) {
      // Which volume is meant is not clear yet; its name can still be typed.
    }
    return names;
  }

  /// Names in the directory of a commit that the path typed so far ends in.
  private List<String> files(Invocation call) throws IOException {
    int start = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf(':')) + 1;
    String directory = typed.substring(0, start);
    Targets.RevisionTarget target = call.revision(typed);
    ByteString path =
        RawText.encode(directory.substring(directory.indexOf(':', colonFrom(directory)) + 1));
    TreeBrowser browser = new TreeBrowser(call.depot().store());
    Optional<TreeBrowser.Found> found =
        browser.find(target.volume().history().facts(target.commit()).root(), path);
    List<String> names = new ArrayList<>();
    if (found.isPresent() && found.get().node() instanceof Node.DirectoryNode node) {
      Iterator<Entry> entries = browser.entries(node);
      while (entries.hasNext() && names.size() < MOST) {
        Entry entry = entries.next();
        String slash = entry.node() instanceof Node.DirectoryNode ? "/" : "";
        String name = directory + RawText.decode(entry.name()) + slash;
        if (name.startsWith(typed)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /// Colons in a time, as in `main@{12:30}:base`, divide nothing.
  private static int colonFrom(String text) {
    return Math.max(0, text.lastIndexOf('}'));
  }

  private static List<String> places(Invocation call) throws IOException {
    List<String> places = new ArrayList<>(volumes(call));
    for (WorktreeRecord worktree : call.depot().worktrees().all().values()) {
      if (worktree.head() instanceof Head.OnBranch(String ref)) {
        places.add(worktree.volume() + "@" + new RefName(ref).shortName());
      }
      places.add(RawText.decode(worktree.identity().path()));
    }
    return places;
  }
}
