package dev.volary.remote.message.peer;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;

/// What an invitation was exchanged for: kept by the peer, sent as `Authorization: Bearer TOKEN`.
///
/// @param token the secret
/// @param volume what it opens
public record PeerCredential(String token, String volume) {
  private static final Envelope SHELL = new Envelope("VCRD", 1, 1024);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = 1024 + 13;

  /// What every token begins with, so that it is recognised where it should not be.
  public static final String PREFIX = "volary-peer-";

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter();
    return SHELL.seal(out.sized(ByteString.utf8(token)).sized(ByteString.utf8(volume)));
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static PeerCredential read(byte[] bytes) {
    ByteReader in = SHELL.open("the message credential", bytes);
    PeerCredential message = new PeerCredential(PeerText.read(in), PeerText.read(in));
    in.end();
    return message;
  }

  /// Does not show the secret.
  @Override
  public String toString() {
    return "credential for " + volume;
  }
}
