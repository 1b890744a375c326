package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary remote remove`.
@Command(
    name = "remove",
    aliases = "rm",
    description = "Forget a remote and what its branches were; nothing changes there.")
final class RemoteRemove implements Verb {
  @Parameters(paramLabel = "NAME", description = "the remote")
  private String name = "";

  @Override
  public int run(Invocation call) throws IOException {
    Volume volume = call.volume();
    Remotes.of(volume).remove(name);
    var followed = volume.history().refs().list(RefName.REMOTES + name + "/");
    for (var ref : followed.entrySet()) {
      volume.history().refs().delete(ref.getKey(), ref.getValue(), Shelf.KEPT, call.identity());
    }
    call.output().talk("forgot " + name);
    return DONE;
  }
}
