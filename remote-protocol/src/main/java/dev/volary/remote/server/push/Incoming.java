package dev.volary.remote.server.push;

import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.VolumeHistory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// History that was sent and does not count yet. Used by one thread.
public interface Incoming {
  /// The volume's history together with what was sent.
  VolumeHistory history();

  /// Whether an object was sent, be it also in the volume.
  boolean wasSent(GitObjectId object);

  /// The rules in the tree of a commit, or nothing where it has none.
  Optional<String> rules(GitObjectId commit) throws IOException;

  /// The pack that was sent, complete in itself; nothing where there was none.
  Optional<InputStream> pack() throws IOException;

  /// The length of that pack in bytes, or 0.
  long packBytes() throws IOException;
}
