package dev.volary.remote.message.peer;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;

/// Asks for a credential in exchange for an invitation's secret.
///
/// @param secret the invitation's
/// @param nonce what the client drew for this exchange and keeps until it has the credential; with
///   the same one the same exchange can be made again
/// @param name how the peer that redeems it wants to be called, for people
public record Redemption(String secret, String nonce, String name) {
  private static final Envelope SHELL = new Envelope("VRDM", 1, 1024);

  /// Where it is sent, whatever the volume.
  public static final String PATH = "volary/1/invitations/redeem";

  /// The longest message, in bytes.
  public static final int MAX_BYTES = 1024 + 13;

  /// Shortens a name that is too long, and takes out what does not print.
  public Redemption {
    name =
        name.codePoints()
            .filter(c -> !Character.isISOControl(c))
            .limit(60)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter();
    return SHELL.seal(
        out.sized(ByteString.utf8(secret))
            .sized(ByteString.utf8(nonce))
            .sized(ByteString.utf8(name)));
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static Redemption read(byte[] bytes) {
    ByteReader in = SHELL.open("the message redemption", bytes);
    Redemption message = new Redemption(PeerText.read(in), PeerText.read(in), PeerText.read(in));
    in.end();
    return message;
  }
}
