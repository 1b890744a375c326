package dev.volary.core.history.git;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitMessage;
import dev.volary.core.history.Identity;
import dev.volary.core.history.LabelText;
import dev.volary.core.history.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.notes.Note;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Labels in the notes of a bare repository.
final class LabelStore implements Labels {
  private final BareRepository repository;
  private final RefStore refs;

  /// The notes as they stood at one moment; for one thread.
  record Notes(ObjectReader reader, NoteMap map) {
    /// What was given to a commit and taken from it later.
    SortedMap<String, Optional<String>> of(AnyObjectId commit) throws IOException {
      ObjectId note = map.get(commit);
      if (note == null) {
        return Collections.emptySortedMap();
      }
      byte[] text = reader.open(note, Constants.OBJ_BLOB).getBytes(LabelText.MAX_BYTES);
      return LabelText.parse(new String(text, StandardCharsets.UTF_8), "of " + commit.name());
    }

    /// The labels of a commit, its own first.
    SortedMap<String, String> all(RevCommit commit) throws IOException {
      SortedMap<String, String> labels =
          new TreeMap<>(CommitMessage.labels(commit.getFullMessage()));
      of(commit)
          .forEach((key, value) ->
              value.ifPresentOrElse(v -> labels.put(key, v), () -> labels.remove(key)));
      return labels;
    }
  }

  LabelStore(BareRepository repository, RefStore refs) {
    this.repository = repository;
    this.refs = refs;
  }

  /// The notes as they stand now, read through this walk's reader.
  Notes notes(RevWalk walk) throws IOException {
    Optional<ObjectId> tip = tip();
    return tip.isEmpty()
        ? new Notes(walk.getObjectReader(), NoteMap.newEmptyMap())
        : notes(walk, walk.parseCommit(tip.get()));
  }

  private static Notes notes(RevWalk walk, RevCommit tip) throws IOException {
    return new Notes(walk.getObjectReader(), NoteMap.read(walk.getObjectReader(), tip));
  }

  private Optional<ObjectId> tip() throws IOException {
    Ref ref = repository.files().getRefDatabase().exactRef(REF.value());
    return Optional.ofNullable(ref).map(Ref::getObjectId);
  }

  @Override
  public SortedMap<String, String> of(CommitId commit) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        return notes(walk).all(CommitStore.parse(walk, commit));
      }
    });
  }

  @Override
  public void change(CommitId commit, Map<String, Optional<String>> changes, Identity by) {
    changes.forEach((key, value) -> LabelText.check(key, value.orElse("")));
    repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        RevCommit labelled = CommitStore.parse(walk, commit);
        Notes notes = notes(walk);
        SortedMap<String, Optional<String>> labels = new TreeMap<>(notes.of(labelled));
        labels.putAll(changes);
        List<ObjectId> parents = tip().stream().toList();
        String why = "label " + commit.shortHex();
        save(notes, Map.of(labelled, labels), new NotesCommit(parents, by, why));
        return labels;
      }
    });
  }

  /// A commit of notes to be written.
  private record NotesCommit(List<ObjectId> parents, Identity by, String why) {}

  private void save(
      Notes notes,
      Map<? extends AnyObjectId, SortedMap<String, Optional<String>>> changed,
      NotesCommit words)
      throws IOException {
    try (ObjectInserter inserter = Durability.inserter(repository)) {
      for (var entry : changed.entrySet()) {
        byte[] text = LabelText.format(entry.getValue()).getBytes(StandardCharsets.UTF_8);
        ObjectId note = inserter.insert(Constants.OBJ_BLOB, text);
        notes.map().set(entry.getKey(), note);
      }
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(notes.map().writeTree(inserter));
      builder.setParentIds(words.parents());
      builder.setAuthor(repository.now(words.by()));
      builder.setCommitter(repository.now(words.by()));
      builder.setMessage(words.why() + "\n");
      ObjectId id = inserter.insert(builder);
      inserter.flush();
      refs.setRaw(REF, tip(), id, new RefWriter.RefLog(repository.now(words.by()), words.why()));
    }
  }

  @Override
  public void merge(CommitId theirNotes, Identity by) {
    repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        RevCommit theirs = CommitStore.parse(walk, theirNotes);
        Optional<ObjectId> tip = tip();
        if (tip.isEmpty()) {
          var log = new RefWriter.RefLog(repository.now(by), "labels fetched");
          refs.setRaw(REF, Optional.empty(), theirs, log);
          return theirs;
        }
        RevCommit ours = walk.parseCommit(tip.get());
        if (!walk.isMergedInto(theirs, ours)) {
          mergeInto(walk, ours, theirs, by);
        }
        return ours;
      }
    });
  }

  private void mergeInto(RevWalk walk, RevCommit ours, RevCommit theirs, Identity by)
      throws IOException {
    if (walk.isMergedInto(ours, theirs)) {
      var log = new RefWriter.RefLog(repository.now(by), "labels fetched");
      refs.setRaw(REF, Optional.of(ours.getId()), theirs, log);
      return;
    }
    Optional<RevCommit> base = base(walk, ours, theirs);
    Notes baseNotes =
        base.isPresent()
            ? notes(walk, base.get())
            : new Notes(walk.getObjectReader(), NoteMap.newEmptyMap());
    Notes ourNotes = notes(walk, ours);
    Notes theirNotes = notes(walk, theirs);
    boolean oursLater =
        ours.getCommitTime() != theirs.getCommitTime()
            ? ours.getCommitTime() > theirs.getCommitTime()
            : ours.compareTo(theirs) > 0;
    Notes earlier = oursLater ? theirNotes : ourNotes;
    Notes later = oursLater ? ourNotes : theirNotes;
    Map<ObjectId, SortedMap<String, Optional<String>>> merged = new TreeMap<>();
    for (ObjectId commit : labelled(ourNotes, theirNotes)) {
      merged.put(
          commit, LabelText.merge(baseNotes.of(commit), earlier.of(commit), later.of(commit)));
    }
    var words = new NotesCommit(List.of(ours.getId(), theirs.getId()), by, "labels merged");
    save(ourNotes, merged, words);
  }

  private static Optional<RevCommit> base(RevWalk walk, RevCommit ours, RevCommit theirs)
      throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.MERGE_BASE);
    walk.markStart(Arrays.asList(ours, theirs));
    Optional<RevCommit> base = Optional.ofNullable(walk.next());
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    return base.isPresent() ? Optional.of(walk.parseCommit(base.get())) : base;
  }

  private static SortedSet<ObjectId> labelled(Notes... all) {
    SortedSet<ObjectId> commits = new TreeSet<>();
    for (Notes notes : all) {
      for (Note note : notes.map()) {
        commits.add(note.copy());
      }
    }
    return commits;
  }
}
