package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Remote;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.peer.Invitation;
import dev.volary.remote.message.peer.PeerCredential;
import dev.volary.remote.message.peer.Redemption;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.Request;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Exchanges a peer's invitation for a credential, which is kept.
public final class Admission {
  private final Invocation call;

  /// @param call whose depot keeps the credential
  public Admission(Invocation call) {
    this.call = call;
  }

  /// Tells whether a word is an invitation.
  public static boolean isInvitation(String word) {
    return word.startsWith(Invitation.PREFIX);
  }

  /// Returns the volume one is invited to as the remote `origin`.
  ///
  /// An invitation is good for one exchange; where it was exchanged here before, the credential is
  /// there still, so that a command that was cut off can be given again.
  public Remote admit(String word) throws IOException {
    Invitation invitation = Invitation.parse(word);
    PeerSearch.Found peer =
        PeerSearch.find(invitation.fingerprint(), invitation.addresses(), invitation.port());
    Remote remote =
        new Remote(
            Remote.ORIGIN, peer.url(invitation.volume()), Optional.of(invitation.fingerprint()));
    String origin =
        new Place.OnServer(remote.url(), Optional.of(invitation.fingerprint())).origin();
    CredentialFile kept = CredentialFile.of(call.depotOrNew());
    if (kept.find(origin).isEmpty() || !isGood(remote)) {
      String nonce = kept.nonce(origin, call.surroundings().random());
      kept.put(origin, redeemed(invitation, peer, nonce).token());
    }
    return remote;
  }

  private boolean isGood(Remote remote) throws IOException {
    try (var transport = new Contact(call).open(remote);
        Answer _ = transport.send(Request.of("GET", "refs")).orFail()) {
      return true;
    } catch (VolaryException e) {
      if (e.fault() == Fault.NOT_PERMITTED) {
        return false;
      }
      throw e;
    }
  }

  private PeerCredential redeemed(Invitation invitation, PeerSearch.Found peer, String nonce)
      throws IOException {
    HttpSettings settings = HttpSettings.DEFAULT.pinned(invitation.fingerprint());
    Redemption message = new Redemption(invitation.secret(), nonce, call.identity().name());
    Request request =
        new Request(
            "POST",
            Redemption.PATH,
            "",
            Map.of("content-type", TransferLimits.MEDIA_TYPE),
            Body.of(message.write()));
    try (HttpTransport transport = new HttpTransport(peer.url(""), settings);
        Answer answer = transport.send(request).orFail()) {
      return PeerCredential.read(answer.bytes(PeerCredential.MAX_BYTES));
    }
  }
}
