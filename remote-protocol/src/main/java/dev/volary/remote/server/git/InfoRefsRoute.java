package dev.volary.remote.server.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;

/// Tells the readable refs, as the first step of Git's protocol.
final class InfoRefsRoute implements VolumeRoute {
  @Override
  public void answer(Exchange exchange, VolumeView view) throws IOException {
    String service = exchange.query().getOrDefault("service", "");
    try (Repository repository = ReadableRefs.open(view)) {
      Map<String, String> headers = GitRequest.headers(service, "advertisement");
      AnswerOnDemand out = new AnswerOnDemand(exchange, headers);
      PacketLineOut lines = new PacketLineOut(out);
      switch (service) {
        case GitRequest.UPLOAD ->
            UploadRoute.uploadPack(repository, view, GitRequest.parameters(exchange))
                .sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), service);
        case GitRequest.RECEIVE -> {
          ReceivePack receive = ReceiveRoute.receivePack(repository, view);
          lines.writeString("# service=" + service + "\n");
          lines.end();
          receive.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
        default ->
            throw new VolaryException(
                Fault.NOT_PERMITTED,
                "Git's old protocol is not spoken here: use git 1.6.6 or newer");
      }
      lines.flush();
      out.complete();
    }
  }
}
