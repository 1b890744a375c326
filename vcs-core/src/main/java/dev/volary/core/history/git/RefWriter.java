package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;

/// Single durable changes of refs; the repository's lock must be held.
final class RefWriter {
  private final BareRepository repository;

  RefWriter(BareRepository repository) {
    this.repository = repository;
  }

  /// What a ref holds: a commit, or the tag object in between.
  Optional<ObjectId> read(RefName ref) throws IOException {
    Ref found = repository.files().getRefDatabase().exactRef(ref.value());
    Path file = repository.gitDir().resolve(ref.value());
    if (found == null && Files.isRegularFile(file)) {
      // JGit passes over files that hold no id; taking such a ref for absent would lose its data.
      found = repository.files().getRefDatabase().exactRef(ref.value());
      if (found == null && Files.isRegularFile(file)) {
        throw VolaryException.corrupt("The ref " + file, "it holds no commit id");
      }
    }
    return Optional.ofNullable(found).map(Ref::getObjectId);
  }

  /// Moves or creates a ref. BUSY unless it stands as expected, CONFLICT if it must not exist but
  /// does, or can't because of another's name.
  void set(RefName ref, Optional<ObjectId> expected, ObjectId target, RefLog log)
      throws IOException {
    requireState(ref, expected);
    if (expected.isEmpty()) {
      requireFreeName(ref);
    }
    removeStaleLock(ref.value());
    RefUpdate update = repository.files().updateRef(ref.value(), true);
    update.setExpectedOldObjectId(expected.orElse(ObjectId.zeroId()));
    update.setNewObjectId(target);
    update.setRefLogIdent(log.by());
    update.setRefLogMessage(log.reason(), false);
    check(ref, update.forceUpdate());
    Durability.syncRef(repository.gitDir(), ref.value());
  }

  /// Removes a ref and its log.
  void remove(RefName ref, ObjectId expected) throws IOException {
    requireState(ref, Optional.of(expected));
    removeStaleLock(ref.value());
    removeStaleLock(Constants.PACKED_REFS);
    RefUpdate update = repository.files().updateRef(ref.value(), true);
    update.setExpectedOldObjectId(expected);
    update.setForceUpdate(true);
    update.disableRefLog();
    check(ref, update.delete());
    Durability.syncRef(repository.gitDir(), Constants.PACKED_REFS);
    Durability.syncRef(repository.gitDir(), ref.value());
  }

  /// Lets HEAD name a branch.
  void pointHead(RefName branch) throws IOException {
    removeStaleLock(Constants.HEAD);
    RefUpdate update = repository.files().updateRef(Constants.HEAD);
    update.disableRefLog();
    check(branch, update.link(branch.value()));
    Durability.syncRef(repository.gitDir(), Constants.HEAD);
  }

  /// Fails unless a ref stands as expected.
  void requireState(RefName ref, Optional<ObjectId> expected) throws IOException {
    Optional<ObjectId> actual = read(ref);
    if (actual.equals(expected)) {
      return;
    }
    if (expected.isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT, kind(ref) + " '" + ref.shortName() + "' exists already");
    }
    if (actual.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "There is no " + kind(ref).toLowerCase(Locale.ROOT) + " '" + ref.shortName() + "'");
    }
    throw new VolaryException(
        Fault.BUSY,
        kind(ref)
            + " '"
            + ref.shortName()
            + "' has moved to "
            + actual.get().name().substring(0, 10)
            + " meanwhile: look at it and try again");
  }

  /// Fails if a ref cannot exist because of the name of another.
  void requireFreeName(RefName ref) throws IOException {
    for (String taken : repository.files().getRefDatabase().getConflictingNames(ref.value())) {
      throw new VolaryException(
          Fault.CONFLICT,
          kind(ref)
              + " '"
              + ref.shortName()
              + "' can't exist beside '"
              + new RefName(taken).shortName()
              + "': choose another name");
    }
  }

  private static void check(RefName ref, RefUpdate.Result result) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> {}
      case LOCK_FAILURE ->
          throw new VolaryException(
              Fault.BUSY, kind(ref) + " '" + ref.shortName() + "' is being changed: try again");
      case NOT_ATTEMPTED,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          IO_FAILURE,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          throw new IOException("updating " + ref + " ended in " + result);
    }
  }

  /// We hold the repository's lock, so the lock file of a ref belongs to nobody alive.
  private void removeStaleLock(String name) throws IOException {
    Files.deleteIfExists(repository.gitDir().resolve(name + ".lock"));
  }

  private static String kind(RefName ref) {
    return ref.isBranch() ? "Branch" : ref.isTag() ? "Tag" : "Ref";
  }

  /// Who moved a ref, and why.
  record RefLog(PersonIdent by, String reason) {
    private static final int MAX_CHARS = 1000;

    RefLog {
      String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
      reason = line.isEmpty() ? "update" : line.substring(0, Math.min(MAX_CHARS, line.length()));
    }
  }
}
