package dev.volary.cli.command.plugin;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.contact.Admission;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.RemoteUrl;
import dev.volary.cli.docker.plugin.Cloner;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.Optional;

/// Clones as `volary clone` does, with the depot's credentials.
record UrlCloner(Invocation call) implements Cloner {
  private static final ByteString TOP = ByteString.utf8("/");

  @Override
  public void clone(Depot depot, String url, VolumeName name, TransferProgress progress)
      throws IOException {
    Remote origin = origin(url);
    CloneRequest request =
        new CloneRequest(name, origin, FetchRequest.ALL, FetchRequest.Tags.FOLLOW);
    try (Transport transport = new Contact(call).open(origin)) {
      Clone.Result result = new Clone(depot, call.identity(), progress).run(transport, request);
      if (result.tip().isEmpty()) {
        throw new VolaryException(
            Fault.NOT_FOUND, "what %s holds has no commit yet: commit there first".formatted(url));
      }
    }
  }

  /// A path is taken from the top: the plugin stands nowhere in particular.
  private Remote origin(String url) throws IOException {
    return Admission.isInvitation(url)
        ? new Admission(call).admit(url)
        : new Remote(Remote.ORIGIN, RemoteUrl.absolute(url, TOP), Optional.empty());
  }
}
