package dev.volary.core.reach;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What some commits reach, as it stands in a file.
///
/// The numbers of the roots tell whether the store still numbers its objects as it did: an object
/// that was let go and came back has another number, and so has its root.
///
/// @param commits the commits, each with the number of its root
/// @param objects the numbers of what they reach, by the kind it is taken for; shared
record ReachFile(SortedMap<CommitId, Long> commits, Map<ObjectKind, NumberSet> objects) {
  static final Envelope SHELL = new Envelope("VRCH", 1, 256 << 20);
  private static final int MAX_COMMITS = 1 << 20;
  private static final int MAX_BLOCKS = 1 << 24;
  private static final long MAX_NUMBER = (1L << 40) - 1;

  ReachFile {
    commits = Collections.unmodifiableSortedMap(new TreeMap<>(commits));
    objects = Map.copyOf(objects);
  }

  /// Returns the set as one that can be added to.
  ObjectSet objects(ObjectNumbers numbers) {
    return new ObjectSet(numbers, objects);
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter();
    writeCommits(out);
    for (ObjectKind kind : ObjectKind.values()) {
      objects.getOrDefault(kind, new NumberSet()).writeTo(out);
    }
    return SHELL.seal(out);
  }

  private void writeCommits(ByteWriter out) {
    out.varint(commits.size());
    commits.forEach((commit, root) -> {
      out.u64(Long.reverseBytes(commit.high())).u64(Long.reverseBytes(commit.middle()));
      out.u32(Integer.reverseBytes(commit.low())).varint(root);
    });
  }

  static ReachFile decode(ByteReader in) {
    int count = (int) in.varint(MAX_COMMITS);
    SortedMap<CommitId, Long> commits = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      CommitId commit =
          new CommitId(
              Long.reverseBytes(in.u64()),
              Long.reverseBytes(in.u64()),
              Integer.reverseBytes(in.u32()));
      if (!commits.isEmpty() && commits.lastKey().compareTo(commit) >= 0) {
        throw in.corrupt("its commits are not in order");
      }
      commits.put(commit, in.varint(MAX_NUMBER));
    }
    Map<ObjectKind, NumberSet> objects = new EnumMap<>(ObjectKind.class);
    for (ObjectKind kind : ObjectKind.values()) {
      objects.put(kind, NumberSet.read(in, MAX_BLOCKS));
    }
    in.end();
    return new ReachFile(commits, objects);
  }
}
