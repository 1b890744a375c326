package dev.volary.core.history.git;

import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// Packs loose refs once there are many, and removes lock files of the dead; the repository's lock
/// must be held.
///
/// JGit would remove the loose refs before the file that replaces them is sure to survive.
final class RefPacking {
  /// From so many loose refs on they are packed.
  static final int LOOSE_LIMIT = 64;

  private static final String HEADER = "# pack-refs with: peeled fully-peeled sorted \n";

  private final BareRepository repository;

  RefPacking(BareRepository repository) {
    this.repository = repository;
  }

  /// Packs if there is reason to; returns how many refs were packed.
  int pack() throws IOException {
    List<Ref> loose = new ArrayList<>();
    List<Ref> all = new ArrayList<>(repository.files().getRefDatabase().getRefs());
    all.removeIf(ref -> !ref.getName().startsWith(Constants.R_REFS));
    all.sort(Comparator.comparing(Ref::getName));
    for (Ref ref : all) {
      if (ref.getStorage().isLoose() && !ref.isSymbolic()) {
        loose.add(ref);
      }
    }
    if (loose.size() < LOOSE_LIMIT) {
      return 0;
    }
    all.removeIf(ref -> ref.isSymbolic() || ref.getObjectId() == null);
    Path gitDir = repository.gitDir();
    AtomicFile.publish(
        gitDir.resolve(Constants.PACKED_REFS), content(all).getBytes(StandardCharsets.UTF_8));
    for (Ref ref : loose) {
      Files.deleteIfExists(gitDir.resolve(ref.getName()));
    }
    return loose.size();
  }

  private String content(List<Ref> refs) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (Ref ref : refs) {
        ObjectId held = Objects.requireNonNull(ref.getObjectId());
        text.append(held.name()).append(' ').append(ref.getName()).append('\n');
        RevObject object = walk.parseAny(held);
        RevObject peeled = walk.peel(object);
        if (!peeled.equals(object)) {
          text.append('^').append(peeled.name()).append('\n');
        }
      }
    }
    return text.toString();
  }

  /// Removes every lock file; returns how many there were.
  int removeStaleLocks() throws IOException {
    List<Path> stale = new ArrayList<>();
    collect(repository.gitDir(), 1, stale);
    collect(repository.gitDir().resolve("refs"), Integer.MAX_VALUE, stale);
    for (Path lock : stale) {
      Files.deleteIfExists(lock);
    }
    return stale.size();
  }

  private static void collect(Path directory, int depth, List<Path> locks) throws IOException {
    try (Stream<Path> files = Files.walk(directory, depth)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".lock"))
          .filter(Files::isRegularFile)
          .forEach(locks::add);
    }
  }
}
