package dev.volary.core.history.git.upkeep;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.text.ReflogText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/// Drops old objects that nothing names; the repository's lock must be held, and nothing may be on
/// its way in.
///
/// An object is as old as its file. What is young stays with all it names, for somebody may be
/// about to name it; so whatever is there has all it names, before and after.
public final class Pruning {
  private final FileRepository repository;
  private final LooseObjects loose;
  private final DropJournal journal;

  /// @param journal where is written down what is going
  public Pruning(FileRepository repository, DropJournal journal) {
    this.repository = repository;
    this.loose = new LooseObjects(repository.getDirectory().toPath().resolve("objects"));
    this.journal = journal;
  }

  /// What stays.
  ///
  /// @param held commits that are held by others than refs and reflogs
  /// @param since younger files stay
  public record Limits(Collection<CommitId> held, Instant since) {}

  /// Loose objects and packs of about one age.
  private record Aged(List<Path> loose, List<Pack> packs) {
    Aged() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return loose.isEmpty() && packs.isEmpty();
    }
  }

  /// Drops them; returns how many.
  public int run(Limits limits) throws IOException {
    // What other processes have packed meanwhile must not be missed.
    repository.getObjectDatabase().close();
    Aged old = new Aged();
    Aged young = new Aged();
    for (Path file : loose.all()) {
      (isOld(file, limits.since()) ? old : young).loose().add(file);
    }
    for (Pack pack : repository.getObjectDatabase().getPacks()) {
      (isOld(pack.getPackFile().toPath(), limits.since()) ? old : young).packs().add(pack);
    }
    if (old.isEmpty()) {
      return 0;
    }
    try (Reachable reachable = new Reachable(repository)) {
      markNamed(reachable, limits.held());
      mark(reachable, young);
      return drop(reachable, old);
    }
  }

  private void markNamed(Reachable reachable, Collection<CommitId> held) throws IOException {
    for (Ref ref : repository.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null) {
        reachable.mark(ref.getObjectId());
      }
    }
    List<CommitId> others = new ArrayList<>(held);
    for (Path log : ReflogExpiry.logs(repository.getDirectory().toPath())) {
      for (ReflogEntry entry : ReflogText.parse(ReflogExpiry.read(log))) {
        entry.before().ifPresent(others::add);
        others.add(entry.after());
      }
    }
    for (CommitId id : others) {
      ObjectId git = ObjectId.fromString(id.toHex());
      // A log may outlive what it speaks of.
      if (reachable.isThere(git)) {
        reachable.mark(git);
      }
    }
  }

  private void mark(Reachable reachable, Aged young) throws IOException {
    for (Path file : young.loose()) {
      reachable.markUnnamed(loose.id(file));
    }
    for (Pack pack : young.packs()) {
      for (PackIndex.MutableEntry entry : pack) {
        reachable.markUnnamed(entry.toObjectId());
      }
    }
  }

  private static boolean isOld(Path file, Instant since) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(since);
  }

  private int drop(Reachable reachable, Aged old) throws IOException {
    Set<ObjectId> kept = new LinkedHashSet<>();
    Set<ObjectId> gone = new LinkedHashSet<>();
    List<String> files = new ArrayList<>();
    for (Pack pack : old.packs()) {
      List<ObjectId> needed = new ArrayList<>();
      boolean whole = true;
      for (PackIndex.MutableEntry entry : pack) {
        ObjectId id = entry.toObjectId();
        if (reachable.contains(id)) {
          needed.add(id);
        } else {
          gone.add(id);
          whole = false;
        }
      }
      if (!whole) {
        kept.addAll(needed);
        files.add("pack/pack-" + name(pack) + ".idx");
        files.add("pack/pack-" + name(pack) + ".pack");
      }
    }
    for (Path file : old.loose()) {
      if (!reachable.contains(loose.id(file))) {
        gone.add(loose.id(file));
        files.add(loose.name(file));
      }
    }
    if (files.isEmpty()) {
      return 0;
    }
    if (!kept.isEmpty()) {
      new NewPack(repository).write(kept);
    }
    journal.drop(files);
    repository.getObjectDatabase().close();
    return gone.size();
  }

  private static String name(Pack pack) {
    return Optional.ofNullable(pack.getPackName()).orElseThrow();
  }
}
