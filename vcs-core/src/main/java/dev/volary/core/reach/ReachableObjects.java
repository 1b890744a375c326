package dev.volary.core.reach;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.object.ObjectSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What commits of a volume reach, remembered on disk as bitmaps of permanent object numbers.
///
/// A set that was remembered for some of the commits asked for is where the next one begins: of a
/// commit on top of known ones only what is new in it is read. Thread-safe, and safe between
/// processes; what is remembered may be lost at any time.
public final class ReachableObjects {
  private final ReachCache cache;
  private final VolumeHistory history;
  private final ObjectSource source;
  private final ObjectNumbers numbers;

  private ReachableObjects(
      ReachCache cache, VolumeHistory history, ObjectSource source, ObjectNumbers numbers) {
    this.cache = cache;
    this.history = history;
    this.source = source;
    this.numbers = numbers;
  }

  /// What commits of `history` reach in `source`, remembered in `folder`, that of the volume.
  public static ReachableObjects of(
      Path folder, VolumeHistory history, ObjectSource source, ObjectNumbers numbers) {
    return new ReachableObjects(new ReachCache(folder), history, source, numbers);
  }

  /// Returns all objects that the roots of `commits` reach, those of their ancestors not included;
  /// the set is the caller's own. Fails as reading does where a directory or file map is missing; a
  /// chunk that is not stored is in the set without a number.
  public ObjectSet of(Collection<CommitId> commits) {
    SortedMap<CommitId, Root> wanted = new TreeMap<>();
    for (CommitId commit : commits) {
      ObjectId root = history.facts(commit).root();
      wanted.put(commit, new Root(root, numbers.numberOf(root)));
    }
    SortedMap<CommitId, Long> numbered = new TreeMap<>();
    wanted.forEach((commit, root) -> root.number().ifPresent(n -> numbered.put(commit, n)));
    Optional<ReachFile> known = best(numbered);
    ObjectSet set =
        known.map(file -> file.objects(numbers)).orElseGet(() -> new ObjectSet(numbers));
    Closure closure = new Closure(source, set);
    wanted.forEach((commit, root) -> {
      if (known.isEmpty() || !known.get().commits().containsKey(commit)) {
        closure.walk(List.of(root.id()), (kind, id) -> true);
      }
    });
    boolean isNew = known.isEmpty() || known.get().commits().size() < wanted.size();
    if (isNew && numbered.size() == wanted.size() && !set.anyAbsent()) {
      keep(new ReachFile(numbered, set.stored()));
    }
    return set;
  }

  private Optional<ReachFile> best(SortedMap<CommitId, Long> commits) {
    try {
      return cache.best(commits);
    } catch (IOException _) {
      return Optional.empty(); // what is remembered only saves time
    }
  }

  /// A folder that may not be written to, or is full, is no reason not to answer.
  private void keep(ReachFile reach) {
    try {
      cache.keep(reach);
    } catch (IOException _) {
      // Nothing is remembered.
    }
  }

  /// The top of a commit's tree, with its number if it is stored.
  private record Root(ObjectId id, Optional<Long> number) {}
}
