package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.TransferDisplay;
import dev.volary.cli.command.contact.Tries;
import dev.volary.cli.command.contact.Upstream;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.worktree.Head;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary push`.
@Command(name = "push", description = "Send branches and tags with their data to a remote.")
public final class Push implements Verb {
  @Option(names = "--atomic", description = "move all refs or none")
  private boolean atomic;

  @Mixin private Force force = new Force();

  @Option(names = "--dry-run", description = "say what would become of each ref")
  private boolean dryRun;

  @Option(names = "--tags", description = "send all tags too")
  private boolean tags;

  @Option(
      names = {"-d", "--delete"},
      description = "remove the refs that are named there")
  private boolean delete;

  @Option(
      names = {"-u", "--set-upstream"},
      description = "remember the remote branch as the one this branch goes with")
  private boolean setUpstream;

  @Mixin private Tries tries = new Tries();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REMOTE",
      description = "where to (default: what the branch goes with)")
  private String remote = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "REFSPEC",
      description = "[+]SOURCE[:TARGET] (default: the present branch)")
  private List<String> specs = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    Volume volume = call.volume();
    Upstream upstream = Upstream.of(volume, present(call, volume));
    Remote to = Remotes.of(volume).get(remote.isEmpty() ? upstream.remote() : remote);
    PushRequest request =
        new PushRequest(
            to.name(),
            specs(present(call, volume), upstream),
            force.forcing(volume),
            tags,
            atomic,
            dryRun);
    TransferDisplay display = new TransferDisplay(call);
    try (Transport transport = new Contact(call).open(volume, to)) {
      TransferResult result =
          tries.run(
              call,
              () ->
                  new dev.volary.remote.client.push.Push(call.depot(), call.identity(), display)
                      .run(volume, transport, request));
      RefLines.Told told = new RefLines.Told("volary.push/1", "To", transport.address(), result);
      RefLines.print(call.output(), told);
      if (setUpstream && !dryRun) {
        keep(volume, to, result);
      }
      RefLines.requireDone(told, "did not move at");
    }
    return DONE;
  }

  private List<RefSpec> specs(RefName present, Upstream upstream) {
    if (delete) {
      if (specs.isEmpty()) {
        throw new VolaryException(Fault.USAGE, "push --delete takes the refs to remove: name them");
      }
      return specs.stream().map(ref -> new RefSpec(false, "", ref)).toList();
    }
    if (!specs.isEmpty() || tags) {
      return specs.stream().map(RefSpec::parse).toList();
    }
    boolean usual = remote.isEmpty() || remote.equals(upstream.remote());
    RefName there = upstream.branch().filter(_ -> usual).orElse(present);
    return List.of(new RefSpec(false, present.value(), there.value()));
  }

  /// The branch of the worktree one stands in, else the volume's default.
  private static RefName present(Invocation call, Volume volume) throws IOException {
    Optional<Targets.WorktreeTarget> worktree = call.targets().worktreeIfAny(call.where());
    if (worktree.isPresent() && worktree.get().record().head() instanceof Head.OnBranch(String r)) {
      return new RefName(r);
    }
    return volume.history().refs().defaultBranch();
  }

  private static void keep(Volume volume, Remote to, TransferResult result) {
    for (RefOutcome ref : result.refs()) {
      Optional<RefName> local = ref.source().filter(RefName::isBranch);
      if (ref.isDone() && local.isPresent() && ref.target().isBranch()) {
        new Upstream(to.name(), Optional.of(ref.target())).keep(volume, local.get());
      }
    }
  }
}
