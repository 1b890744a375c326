package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary reflog`.
@Command(name = "reflog", description = "List where a branch has been, the latest first.")
public final class Reflog implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "BRANCH",
      description = "the branch (default: the present one)")
  private @Nullable String branch;

  @Override
  public int run(Invocation call) throws IOException {
    Volume volume = call.volume();
    RefName ref = branch != null ? RefName.branch(branch) : present(call, volume);
    Output output = call.output();
    List<ReflogEntry> entries = volume.history().refs().reflog(ref);
    for (int i = 0; i < entries.size(); i++) {
      ReflogEntry entry = entries.get(i);
      if (output.mode().json()) {
        output.json(
            "volary.reflog/1",
            json ->
                json.put("ref", ref.value())
                    .put("before", entry.before().map(Object::toString))
                    .put("after", entry.after().toHex())
                    .put("who", entry.by().toString())
                    .put("when", entry.when())
                    .put("reason", entry.reason()));
      } else {
        String tip = entry.after().shortHex();
        output.line(
            "%s %s@{%d}: %s  (%s)"
                .formatted(tip, ref.shortName(), i, entry.reason(), Words.moment(entry.when())));
      }
    }
    return DONE;
  }

  private static RefName present(Invocation call, Volume volume) throws IOException {
    Optional<Targets.WorktreeTarget> worktree = call.targets().worktreeIfAny(call.where());
    if (worktree.isPresent() && worktree.get().record().head() instanceof Head.OnBranch(String r)) {
      return new RefName(r);
    }
    return volume.history().refs().defaultBranch();
  }
}
