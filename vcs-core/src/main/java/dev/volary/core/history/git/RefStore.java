package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.Refs;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.moves.RecordedMoves;
import dev.volary.core.history.text.ReflogText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// The refs of a bare repository.
final class RefStore implements Refs {
  private static final Identity KEEPER = new Identity("volary", "volary@localhost");

  private final BareRepository repository;
  private final RefWriter writer;
  private final Shelves shelves;
  private final RecordedMoves moves;
  private final RefRename renames;

  RefStore(BareRepository repository) {
    this.repository = repository;
    this.writer = new RefWriter(repository);
    this.shelves = new Shelves(repository, writer);
    this.moves = new RecordedMoves(repository.gitDir());
    this.renames = new RefRename(repository, writer, shelves, this::defaultBranch);
  }

  @Override
  public Optional<CommitId> find(RefName ref) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        Optional<ObjectId> held = writer.read(ref);
        return held.isEmpty() ? Optional.empty() : commit(walk, held.get());
      }
    });
  }

  @Override
  public SortedMap<RefName, CommitId> list(String prefix) {
    return repository.read(() -> {
      SortedMap<RefName, CommitId> refs = new TreeMap<>();
      try (RevWalk walk = new RevWalk(repository.files())) {
        for (Ref ref : repository.files().getRefDatabase().getRefsByPrefix(prefix)) {
          if (ref.getName().startsWith(Constants.R_REFS) && ref.getObjectId() != null) {
            commit(walk, ref.getObjectId())
                .ifPresent(id -> refs.put(new RefName(ref.getName()), id));
          }
        }
      }
      return Collections.unmodifiableSortedMap(refs);
    });
  }

  @Override
  public RefName defaultBranch() {
    return repository.read(() -> {
      Ref head = repository.files().getRefDatabase().exactRef(Constants.HEAD);
      if (head == null || !head.isSymbolic()) {
        throw VolaryException.corrupt(
            repository.gitDir().resolve(Constants.HEAD).toString(), "it names no branch");
      }
      return new RefName(head.getTarget().getName());
    });
  }

  @Override
  public void setDefaultBranch(RefName branch) {
    if (!branch.isBranch()) {
      throw new VolaryException(Fault.USAGE, branch + " is no branch");
    }
    repository.write(() -> {
      writer.pointHead(branch);
      return branch;
    });
  }

  @Override
  public Optional<ShelvedRef> update(RefUpdate update) {
    return repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        CommitStore.parse(walk, update.target());
        ObjectId target = BareRepository.git(update.target());
        var log = new RefWriter.RefLog(repository.now(update.by()), update.reason());
        Optional<ObjectId> before = expectedTip(walk, update);
        Optional<ShelvedRef> kept = keepOverwritten(walk, update, before);
        writer.set(update.ref(), before, target, log);
        return kept;
      }
    });
  }

  /// What the ref holds if that is the commit expected; else the expectation, which then fails.
  private Optional<ObjectId> expectedTip(RevWalk walk, RefUpdate update) throws IOException {
    Optional<ObjectId> held = writer.read(update.ref());
    boolean asExpected = held.isPresent() && commit(walk, held.get()).equals(update.expected());
    return asExpected ? held : update.expected().map(BareRepository::git);
  }

  private Optional<ShelvedRef> keepOverwritten(
      RevWalk walk, RefUpdate update, Optional<ObjectId> before) throws IOException {
    boolean guarded = update.ref().isBranch() || update.ref().isTag();
    if (!guarded || before.isEmpty() || !before.equals(writer.read(update.ref()))) {
      return Optional.empty();
    }
    RevCommit old = CommitStore.parse(walk, update.expected().orElseThrow());
    RevCommit next = CommitStore.parse(walk, update.target());
    boolean annotated = !before.get().equals(old.getId());
    if (!annotated && walk.isMergedInto(old, next)) {
      return Optional.empty();
    }
    return Optional.of(put(Shelf.KEPT, update.ref(), before.get(), update.by()));
  }

  @Override
  public ShelvedRef delete(RefName ref, CommitId expected, Shelf to, Identity by) {
    return repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        ObjectId held = require(ref);
        if (!commit(walk, held).equals(Optional.of(expected))) {
          throw new VolaryException(
              Fault.BUSY, ref.shortName() + " has moved meanwhile: look at it and try again");
        }
        ShelvedRef kept = put(to, ref, held, by);
        writer.remove(ref, held);
        return kept;
      }
    });
  }

  @Override
  public void rename(RefName from, RefName to, Identity by) {
    repository.write(() -> {
      renames.run(from, to, by);
      return to;
    });
  }

  @Override
  public List<ReflogEntry> reflog(RefName ref) {
    return repository.read(() -> readLog(repository.gitDir(), ref.value()).reversed());
  }

  /// The moves of a ref, the earliest first, whether the ref still exists or not.
  static List<ReflogEntry> readLog(Path gitDir, String ref) throws IOException {
    Path log = gitDir.resolve(Constants.LOGS).resolve(ref);
    if (!Files.isRegularFile(log)) {
      return List.of();
    }
    return ReflogText.parse(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
  }

  @Override
  public ShelvedRef shelve(Shelf shelf, RefName origin, CommitId tip) {
    return repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        CommitStore.parse(walk, tip);
        return put(shelf, origin, BareRepository.git(tip), KEEPER);
      }
    });
  }

  @Override
  public List<ShelvedRef> shelved(Shelf shelf) {
    return repository.read(() -> shelves.list(shelf));
  }

  @Override
  public void restore(ShelvedRef shelved, RefName as, Identity by) {
    repository.write(() -> {
      ObjectId tip = require(shelved.ref());
      String reason = "restored from " + shelved.ref();
      writer.set(as, Optional.empty(), tip, new RefWriter.RefLog(repository.now(by), reason));
      writer.remove(shelved.ref(), tip);
      return as;
    });
  }

  @Override
  public void drop(ShelvedRef shelved) {
    repository.write(() -> {
      writer.remove(shelved.ref(), require(shelved.ref()));
      return shelved;
    });
  }

  @Override
  public List<ShelvedRef> expire(Shelf shelf, Instant before) {
    return repository.write(() -> {
      List<ShelvedRef> old =
          shelves.list(shelf).stream().filter(s -> s.since().isBefore(before)).toList();
      for (ShelvedRef shelved : old) {
        writer.remove(shelved.ref(), require(shelved.ref()));
      }
      return old;
    });
  }

  @Override
  public void recordMove(String owner, Move move) {
    repository.write(() -> {
      moves.put(owner, move);
      return owner;
    });
  }

  @Override
  public Optional<Move> recordedMove(String owner) {
    return repository.read(() -> moves.get(owner));
  }

  @Override
  public void clearMove(String owner) {
    repository.write(() -> {
      moves.clear(owner);
      return owner;
    });
  }

  @Override
  public boolean happened(Move move) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        ObjectId after = BareRepository.git(move.after());
        Optional<ObjectId> held = writer.read(move.ref());
        if (held.isPresent() && walk.getObjectReader().has(after)) {
          RevObject tip = walk.peel(walk.parseAny(held.get()));
          if (tip instanceof RevCommit commit
              && walk.isMergedInto(walk.parseCommit(after), commit)) {
            return true;
          }
        }
        boolean unmoved = held.map(BareRepository::ours).equals(move.before());
        // A log entry alone proves nothing: it is written before the ref is.
        return !unmoved
            && reflog(move.ref()).stream().anyMatch(e -> e.after().equals(move.after()));
      }
    });
  }

  /// Creates or moves the ref of a tag object or of notes, which lead past plain commits.
  void setRaw(RefName ref, Optional<ObjectId> expected, ObjectId target, RefWriter.RefLog log)
      throws IOException {
    writer.set(ref, expected, target, log);
  }

  /// What a ref holds, or NOT_FOUND.
  ObjectId require(RefName ref) throws IOException {
    return writer
        .read(ref)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "There is no "
                    + (ref.isBranch() ? "branch" : ref.isTag() ? "tag" : "ref")
                    + " '"
                    + ref.shortName()
                    + "'"));
  }

  private ShelvedRef put(Shelf shelf, RefName origin, ObjectId tip, Identity by)
      throws IOException {
    String reason = "kept " + origin;
    return shelves.put(shelf, origin, tip, new RefWriter.RefLog(repository.now(by), reason));
  }

  private static Optional<CommitId> commit(RevWalk walk, ObjectId held) throws IOException {
    RevObject object = walk.peel(walk.parseAny(held));
    return object instanceof RevCommit commit
        ? Optional.of(BareRepository.ours(commit))
        : Optional.empty();
  }
}
