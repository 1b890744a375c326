package dev.volary.core.operation;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.reach.Completion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Asks whether a commit's data is here, before anything relies on it.
public final class Presence {
  private Presence() {}

  /// Fails unless all data of the commit is recorded as being here.
  public static void require(Volume volume, CommitId commit) throws IOException {
    Optional<Completion> state = volume.completeness().of(commit);
    if (state.equals(Optional.of(Completion.COMPLETE))) {
      return;
    }
    String why =
        state.equals(Optional.of(Completion.EXPIRED)) ? "was let go" : "never came to this depot";
    throw new VolaryException(
        Fault.NOT_FOUND,
        "the data of %s in %s %s: %s"
            .formatted(commit.shortHex(), volume.name(), why, remedy(volume, commit)));
  }

  private static String remedy(Volume volume, CommitId commit) {
    List<String> remotes = Remotes.of(volume).all().stream().map(Remote::name).toList();
    if (remotes.isEmpty()) {
      return "fetch it from a depot that has it";
    }
    String remote = remotes.contains(Remote.ORIGIN) ? Remote.ORIGIN : remotes.getFirst();
    return "`volary fetch %s %s` brings it if it is there".formatted(remote, commit.shortHex());
  }
}
