package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Refs by the objects they hold, whatever those are.
final class RawRefs {
  private final BareRepository repository;
  private final RefWriter writer;
  private final Shelves shelves;

  RawRefs(BareRepository repository) {
    this.repository = repository;
    this.writer = new RefWriter(repository);
    this.shelves = new Shelves(repository, writer);
  }

  SortedMap<RefName, RawRef> list(String prefix) throws IOException {
    SortedMap<RefName, RawRef> refs = new TreeMap<>();
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (Ref ref : repository.files().getRefDatabase().getRefsByPrefix(prefix)) {
        ObjectId held = ref.getObjectId();
        if (ref.getName().startsWith(Constants.R_REFS) && held != null) {
          refs.put(
              new RefName(ref.getName()),
              new RawRef(
                  GitObjectId.hex(held.name()), commit(walk, held).map(BareRepository::ours)));
        }
      }
    }
    return Collections.unmodifiableSortedMap(refs);
  }

  /// Makes changes once all are known to be possible; the lock must be held.
  void update(List<RefChange> changes) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (RefChange change : changes) {
        check(walk, change);
      }
      for (RefChange change : changes) {
        make(walk, change);
      }
    }
  }

  private void check(RevWalk walk, RefChange change) throws IOException {
    writer.requireState(change.ref(), git(change.expected()));
    if (change.target().isEmpty()) {
      return;
    }
    ObjectId target = git(change.target()).orElseThrow();
    if (!walk.getObjectReader().has(target)) {
      throw new VolaryException(
          Fault.NOT_FOUND, "There is no object " + target.name() + " in this volume");
    }
    boolean ofData =
        walk.parseAny(target) instanceof RevCommit commit
            && CommitStore.hasFacts(walk.getObjectReader(), commit);
    if (change.ref().isBranch() && !ofData) {
      throw new VolaryException(
          Fault.CONFLICT, target.name() + " is no commit of data, so no branch can hold it");
    }
    if (change.expected().isEmpty()) {
      writer.requireFreeName(change.ref());
    } else if (!change.force() && leavesBehind(walk, change)) {
      throw new VolaryException(
          Fault.CONFLICT,
          change.ref().shortName()
              + " would leave "
              + change.expected().get().toHex().substring(0, 10)
              + " behind: merge it, or force the change");
    }
  }

  /// Tells whether what the ref holds is no part of what it shall hold.
  private boolean leavesBehind(RevWalk walk, RefChange change) throws IOException {
    ObjectId before = git(change.expected()).orElseThrow();
    ObjectId after = git(change.target()).orElseThrow();
    if (before.equals(after)) {
      return false;
    }
    return !(walk.parseAny(before) instanceof RevCommit old)
        || !(walk.parseAny(after) instanceof RevCommit next)
        || !walk.isMergedInto(old, next);
  }

  private void make(RevWalk walk, RefChange change) throws IOException {
    Optional<ObjectId> before = git(change.expected());
    Optional<ObjectId> after = git(change.target());
    if (before.equals(after)) {
      return;
    }
    var log = new RefWriter.RefLog(repository.now(change.by()), change.reason());
    boolean guarded = change.ref().isBranch() || change.ref().isTag();
    boolean leaves = before.isPresent() && (after.isEmpty() || leavesBehind(walk, change));
    if (guarded && leaves && commit(walk, before.get()).isPresent()) {
      shelves.put(Shelf.KEPT, change.ref(), before.get(), log);
    }
    if (after.isPresent()) {
      writer.set(change.ref(), before, after.get(), log);
    } else if (before.isPresent()) {
      writer.remove(change.ref(), before.get());
    }
  }

  private static Optional<RevCommit> commit(RevWalk walk, ObjectId held) throws IOException {
    return walk.peel(walk.parseAny(held)) instanceof RevCommit commit
        ? Optional.of(commit)
        : Optional.empty();
  }

  private static Optional<ObjectId> git(Optional<GitObjectId> id) {
    return id.map(known -> ObjectId.fromString(known.toHex()));
  }
}
