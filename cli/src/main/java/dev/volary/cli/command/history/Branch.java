package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.guard.LocalGuards;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Branches;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary branch`.
@Command(name = "branch", description = "List, make, rename or delete branches.")
public final class Branch implements Verb {
  @Option(
      names = {"-d", "--delete"},
      description = "delete a branch whose commits others contain")
  private boolean delete;

  @Option(names = "-D", description = "delete a branch whatever contains its commits")
  private boolean forceDelete;

  @Option(
      names = {"-m", "--move"},
      description = "rename a branch: OLD NEW, or NEW for the present one")
  private boolean rename;

  @Option(names = "--orphan", description = "begin with the tree of START and without its past")
  private boolean orphan;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME [START]",
      description = "the branch, and the commit it begins at")
  private List<String> words = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    if (words.isEmpty()) {
      list(call);
    } else if (delete || forceDelete) {
      for (String name : words) {
        delete(call, name);
      }
    } else if (rename) {
      rename(call);
    } else {
      create(call);
    }
    return DONE;
  }

  private void create(Invocation call) throws IOException {
    if (words.size() > 2) {
      throw new VolaryException(Fault.USAGE, "branch takes a name and at most one start");
    }
    Targets.RevisionTarget start = call.revision(words.size() == 2 ? words.get(1) : "");
    RefName branch = RefName.branch(words.getFirst());
    Branches branches = new Branches(call.depot(), call.identity());
    CommitId tip = start.commit();
    if (orphan) {
      tip = branches.createOrphan(start.volume(), branch, start.commit());
    } else {
      branches.create(start.volume(), branch, start.commit());
    }
    answer(call.output(), branch, tip, "created");
  }

  private void rename(Invocation call) throws IOException {
    Volume volume = call.volume();
    RefName from =
        words.size() == 2
            ? RefName.branch(words.getFirst())
            : present(call.targets().worktree(call.where()).record());
    RefName to = RefName.branch(words.getLast());
    new LocalGuards(call, volume).requireDeletable(from);
    new Branches(call.depot(), call.identity()).rename(volume, from, to);
    answer(call.output(), to, volume.history().refs().find(to).orElseThrow(), "renamed");
  }

  private static RefName present(WorktreeRecord record) {
    return switch (record.head()) {
      case Head.OnBranch(String ref) -> new RefName(ref);
      case Head.Detached() ->
          throw new VolaryException(
              Fault.USAGE, "no branch is live here: name the branch to rename: OLD NEW");
    };
  }

  private void delete(Invocation call, String name) throws IOException {
    Volume volume = call.volume();
    RefName branch = RefName.branch(name);
    new LocalGuards(call, volume).requireDeletable(branch);
    DeletionRendering.show(
        call, new Branches(call.depot(), call.identity()).delete(volume, branch, forceDelete));
  }

  private static void answer(Output output, RefName branch, CommitId tip, String what) {
    if (output.mode().json()) {
      output.json(
          "volary.branch/1",
          json -> json.put("name", branch.shortName()).put("commit", tip.toHex()));
    } else if (output.mode().quiet()) {
      output.line(tip.toHex());
    } else {
      output.line("branch %s %s at %s".formatted(branch.shortName(), what, tip.shortHex()));
    }
  }

  private void list(Invocation call) throws IOException {
    Volume volume = call.volume();
    Map<String, String> live = new HashMap<>();
    for (WorktreeRecord record : call.depot().worktrees().all().values()) {
      if (record.volume().equals(volume.name().text())
          && record.head() instanceof Head.OnBranch(String ref)) {
        live.put(ref, record.identity().path().toString());
      }
    }
    Output output = call.output();
    Map<RefName, CommitId> branches = volume.history().refs().list(RefName.BRANCHES);
    int width = branches.keySet().stream().mapToInt(b -> b.shortName().length()).max().orElse(0);
    for (Map.Entry<RefName, CommitId> branch : branches.entrySet()) {
      CommitInfo tip = volume.history().read(branch.getValue());
      String name = branch.getKey().shortName();
      String place = live.get(branch.getKey().value());
      if (output.mode().json()) {
        output.json(
            "volary.branch/1",
            json ->
                json.put("name", name)
                    .put("commit", tip.id().toHex())
                    .put("worktree", java.util.Optional.ofNullable(place)));
      } else if (output.mode().quiet()) {
        output.line(name);
      } else {
        String where = place == null ? "" : "  [" + place + "]";
        output.line(
            "%s %s  %s %s%s"
                .formatted(
                    place == null ? " " : "*",
                    name + " ".repeat(width - name.length()),
                    tip.id().shortHex(),
                    tip.subject(),
                    where));
      }
    }
  }
}
