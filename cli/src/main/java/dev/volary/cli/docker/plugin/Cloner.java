package dev.volary.cli.docker.plugin;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;

/// Brings volumes from other depots, peers and hubs.
@FunctionalInterface
public interface Cloner {
  /// Clones the volume at `url` under a name that is free, or goes on with a clone that was cut
  /// off; makes no worktree.
  void clone(Depot depot, String url, VolumeName name, TransferProgress progress)
      throws IOException;

  /// Where nothing can be cloned.
  Cloner NONE =
      (depot, url, name, progress) -> {
        throw new UnsupportedOperationException("no way to " + url);
      };
}
