package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// Gathers what is found, bounded in number. Thread-safe.
final class Findings {
  private static final int MAX_FINDINGS = 10_000;

  /// Ids kept of damaged objects: about 60 MB.
  private static final int MAX_OBJECTS = 1_000_000;

  /// Something found, before it is known whom it hurts.
  record Raw(Finding.Kind kind, String resource, String problem, Set<ObjectId> objects) {}

  private final List<Raw> list = new ArrayList<>();
  private final Set<ObjectId> objects = new HashSet<>();
  private long more;

  /// Notes a finding about `objects`, none where no object is known to be hurt.
  synchronized void add(
      Finding.Kind kind, String resource, String problem, Set<ObjectId> concerned) {
    if (objects.size() < MAX_OBJECTS) {
      objects.addAll(concerned);
    }
    if (list.size() < MAX_FINDINGS) {
      list.add(new Raw(kind, resource, problem, Set.copyOf(concerned)));
    } else {
      more++;
    }
  }

  /// Takes over what was found elsewhere by this thread.
  void addAll(Findings others) {
    others.list.forEach(raw -> add(raw.kind, raw.resource, raw.problem, raw.objects));
    synchronized (this) {
      more += others.more();
    }
  }

  /// Tells whether a finding names the object.
  synchronized boolean name(ObjectId id) {
    return objects.contains(id);
  }

  synchronized boolean isEmpty() {
    return list.isEmpty();
  }

  /// Returns how many findings were not kept.
  synchronized long more() {
    return more;
  }

  /// Returns what `finish` makes of each finding and those of its objects that are lost.
  synchronized List<Finding> finished(
      SoundObjects sound, BiFunction<Raw, Set<ObjectId>, Finding> finish) {
    List<Finding> out = new ArrayList<>(list.size());
    for (Raw raw : list) {
      Set<ObjectId> lost = new HashSet<>(raw.objects);
      lost.removeIf(id -> raw.kind == Finding.Kind.PACK && sound.contains(id));
      out.add(finish.apply(raw, lost));
    }
    return out;
  }
}
