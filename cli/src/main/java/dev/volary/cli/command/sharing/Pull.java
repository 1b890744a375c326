package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.TransferDisplay;
import dev.volary.cli.command.contact.Tries;
import dev.volary.cli.command.contact.Upstream;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.worktree.Head;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary pull`.
@Command(
    name = "pull",
    description = "Fetch, and take this worktree's branch forward to what came.")
public final class Pull implements Verb {
  @Option(names = "--stash", description = "put uncommitted changes aside")
  private boolean stash;

  @Option(
      names = "--discard",
      description = "overwrite uncommitted changes (a safety commit keeps them)")
  private boolean discard;

  @Mixin private Tries tries = new Tries();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REMOTE",
      description = "where from (default: what the branch goes with)")
  private String remote = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BRANCH",
      description = "the branch there (default: what the branch goes with)")
  private String branch = "";

  @Override
  public int run(Invocation call) throws IOException {
    if (stash && discard) {
      throw new VolaryException(Fault.USAGE, "--stash and --discard exclude each other");
    }
    Targets.WorktreeTarget target = call.worktree();
    RefName local = branchOf(target);
    Upstream upstream = upstream(target, local);
    Remote from = Remotes.of(target.volume()).get(upstream.remote());
    FetchRequest request = FetchRequest.everything(from.name());
    TransferDisplay display = new TransferDisplay(call);
    try (Transport transport = new Contact(call).open(target.volume(), from)) {
      dev.volary.remote.client.Pull pull =
          new dev.volary.remote.client.Pull(
              call.depot(), call.identity(), display, call.progress("restoring")::done);
      dev.volary.remote.client.Pull.Request what =
          new dev.volary.remote.client.Pull.Request(request, upstream.branch(), uncommitted());
      print(call, transport, tries.run(call, () -> pull.run(target, transport, what)));
    }
    return DONE;
  }

  private Uncommitted uncommitted() {
    return stash ? Uncommitted.STASH : discard ? Uncommitted.DISCARD : Uncommitted.REFUSE;
  }

  private Upstream upstream(Targets.WorktreeTarget target, RefName local) {
    Upstream kept = Upstream.of(target.volume(), local);
    if (remote.isEmpty()) {
      return kept;
    }
    Optional<RefName> named =
        branch.isEmpty()
            ? kept.branch().filter(_ -> kept.remote().equals(remote))
            : Optional.of(RefName.branch(branch));
    return new Upstream(remote, named);
  }

  private static RefName branchOf(Targets.WorktreeTarget target) {
    return switch (target.record().head()) {
      case Head.OnBranch(String ref) -> new RefName(ref);
      case Head.Detached() ->
          throw new VolaryException(
              Fault.CONFLICT,
              "the worktree holds no branch that could move: `volary switch BRANCH` first");
    };
  }

  private static void print(
      Invocation call, Transport transport, dev.volary.remote.client.Pull.Result result) {
    Output output = call.output();
    Optional<PlanTotals> totals = result.change().map(change -> change.totals());
    if (output.mode().json()) {
      output.json(
          "volary.pull/1",
          json ->
              json.put("address", transport.address())
                  .put("before", result.before().map(CommitId::toHex))
                  .put("after", result.after().toHex())
                  .put("objects", result.transfer().objects())
                  .put("bytes", result.transfer().bytes())
                  .put("created", totals.map(PlanTotals::created).orElse(0L))
                  .put("changed", totals.map(PlanTotals::changed).orElse(0L))
                  .put("removed", totals.map(PlanTotals::removed).orElse(0L))
                  .put("bytesWritten", totals.map(PlanTotals::bytesWritten).orElse(0L)));
      return;
    }
    if (output.mode().quiet()) {
      output.line(result.after().toHex());
      return;
    }
    RefLines.print(
        output,
        new RefLines.Told("volary.fetch/1", "From", transport.address(), result.transfer()));
    if (totals.isEmpty()) {
      output.line("Already up to date.");
      return;
    }
    output.line(
        "%s..%s: %d new, %d changed, %d removed, %s written"
            .formatted(
                result.before().map(CommitId::shortHex).orElse("nothing"),
                result.after().shortHex(),
                totals.get().created(),
                totals.get().changed(),
                totals.get().removed(),
                Words.size(totals.get().bytesWritten())));
    result
        .change()
        .flatMap(change -> change.safety())
        .ifPresent(safety ->
            output.talk("what was uncommitted is kept for a week as " + safety.tip().shortHex()));
  }
}
