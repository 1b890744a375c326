package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.TransferDisplay;
import dev.volary.cli.command.contact.Tries;
import dev.volary.cli.command.contact.Upstream;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary fetch`.
@Command(
    name = "fetch",
    description = "Bring what is new at a remote, without touching worktrees or branches.")
public final class Fetch implements Verb {
  @Option(names = "--tags", description = "bring all tags, not only those of what comes")
  private boolean tags;

  @Option(names = "--prune", description = "forget branches that are gone there")
  private boolean prune;

  @Option(names = "--dry-run", description = "say what would come")
  private boolean dryRun;

  @Option(names = "--unshallow", description = "bring all data that was left out before")
  private boolean unshallow;

  @Option(
      names = "--from",
      paramLabel = "REMOTE",
      split = ",",
      description = "ask these remotes for data, too; one that fails is left out")
  private List<String> from = List.of();

  @Mixin private Depth depth = new Depth();
  @Mixin private Tries tries = new Tries();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REMOTE",
      description = "where from (default: the only remote, or origin)")
  private String remote = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "REFSPEC",
      description =
          "[+]SOURCE[:TARGET], or a known commit whose data is wanted (default: all branches)")
  private List<String> specs = List.of();

  private int commits() {
    int commits = depth.commits(unshallow ? FetchRequest.ALL : FetchRequest.NEW);
    if (unshallow && commits != FetchRequest.ALL) {
      throw new VolaryException(
          Fault.USAGE, "--unshallow brings all data: give no --depth or --history-only with it");
    }
    return commits;
  }

  @Override
  public int run(Invocation call) throws IOException {
    Volume volume = call.volume();
    Remote origin = Remotes.of(volume).get(remote.isEmpty() ? Upstream.usual(volume) : remote);
    FetchRequest request =
        new FetchRequest(
            origin.name(),
            specs.stream().map(RefSpec::parse).toList(),
            commits(),
            tags ? FetchRequest.Tags.ALL : FetchRequest.Tags.FOLLOW,
            prune,
            dryRun);
    List<Transport> others = new ArrayList<>();
    try (Transport transport = new Contact(call).open(volume, origin)) {
      for (String name : from) {
        others.add(new Contact(call).open(volume, Remotes.of(volume).get(name)));
      }
      var client =
          new dev.volary.remote.client.Fetch(
              call.depot(), call.identity(), new TransferDisplay(call), others);
      TransferResult result = tries.run(call, () -> client.run(volume, transport, request));
      RefLines.Told told = new RefLines.Told("volary.fetch/1", "From", transport.address(), result);
      RefLines.print(call.output(), told);
      RefLines.requireDone(told, "did not come from");
    } finally {
      others.forEach(Transport::close);
    }
    return DONE;
  }
}
