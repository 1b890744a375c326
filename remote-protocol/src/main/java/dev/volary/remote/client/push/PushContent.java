package dev.volary.remote.client.push;

import dev.volary.core.depot.Volume;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.reach.Completion;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What some commands of a push have to bring to the other side.
///
/// @param shared complete commits that both sides have
/// @param roots of the commits whose data goes, ancestors first
record PushContent(List<CommitId> shared, List<ObjectId> roots) {
  PushContent {
    shared = List.copyOf(shared);
    roots = List.copyOf(roots);
  }

  static PushContent of(Volume volume, VolumeRefs there, List<PushCommand> commands)
      throws IOException {
    Map<CommitId, Completion> known = volume.completeness().all();
    List<CommitId> wants = commands.stream().flatMap(c -> c.commit().stream()).distinct().toList();
    List<CommitId> shared =
        there.refs().stream()
            .filter(AdvertisedRef::isComplete)
            .map(AdvertisedRef::commit)
            .filter(commit -> known.get(commit) == Completion.COMPLETE)
            .filter(volume.history()::contains)
            .distinct()
            .toList();
    // What the other side let go below its own tips it did so for reasons of its own.
    List<CommitId> standing =
        there.refs().stream()
            .filter(ref -> ref.state().isPresent())
            .map(AdvertisedRef::commit)
            .toList();
    Set<CommitId> sending = new LinkedHashSet<>();
    sending.addAll(volume.history().transfer().between(wants, standing));
    sending.addAll(wants);
    sending.removeAll(shared);
    List<ObjectId> roots =
        sending.stream()
            .filter(commit -> known.get(commit) == Completion.COMPLETE)
            .map(commit -> volume.history().facts(commit).root())
            .distinct()
            .toList();
    return new PushContent(shared, roots);
  }
}
