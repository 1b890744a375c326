package dev.volary.core.reach;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.object.ObjectSource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// What commits of a volume reach. Thread-safe.
public final class ReachableObjects {
  private final VolumeHistory history;
  private final ObjectSource source;
  private final ObjectNumbers numbers;

  private ReachableObjects(VolumeHistory history, ObjectSource source, ObjectNumbers numbers) {
    this.history = history;
    this.source = source;
    this.numbers = numbers;
  }

  /// What commits of `history` reach in `source`, remembered in `folder`, that of the volume.
  public static ReachableObjects of(
      Path folder, VolumeHistory history, ObjectSource source, ObjectNumbers numbers) {
    return new ReachableObjects(history, source, numbers);
  }

  /// Returns all objects that the roots of `commits` reach, those of their ancestors not included;
  /// the set is the caller's own. Fails as reading does where a directory or file map is missing.
  public ObjectSet of(Collection<CommitId> commits) {
    ObjectSet set = new ObjectSet(numbers);
    Closure closure = new Closure(source, set);
    for (CommitId commit : commits) {
      ObjectId root = history.facts(commit).root();
      closure.walk(List.of(root), (kind, id) -> true);
    }
    return set;
  }
}
