package dev.volary.remote.server.push;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.remote.server.VolumeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What a push session is bound to: who pushes, to which volume, and which moves.
///
/// @param digest SHA-256 of all of it
record PushKey(ByteString digest) {
  static final int BYTES = 32;

  static PushKey of(VolumeView view, Collection<RefMove> moves) {
    ByteWriter out = new ByteWriter();
    out.sized(ByteString.utf8(view.who().key()));
    out.sized(ByteString.utf8(view.volume().name().text()));
    List<RefMove> sorted = moves.stream().sorted(Comparator.comparing(RefMove::ref)).toList();
    for (RefMove move : sorted) {
      out.sized(ByteString.utf8(move.ref().value()));
      out.sized(ByteString.utf8(move.before().map(Object::toString).orElse("")));
      out.sized(ByteString.utf8(move.after().map(Object::toString).orElse("")));
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(out.toByteArray());
      return new PushKey(ByteString.of(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
