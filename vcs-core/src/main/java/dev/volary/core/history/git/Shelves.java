package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// Tips put aside, each under a ref that says when and whence:
/// `refs/volary/kept/20261117T233200123Z-0/heads/main`.
final class Shelves {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("([0-9]{8}T[0-9]{9}Z)-([0-9]{1,6})/(.+)");

  private final BareRepository repository;
  private final RefWriter writer;

  Shelves(BareRepository repository, RefWriter writer) {
    this.repository = repository;
    this.writer = writer;
  }

  /// Puts a tip (a commit or a tag object) aside; the lock must be held.
  ShelvedRef put(Shelf shelf, RefName origin, ObjectId tip, RefWriter.RefLog log)
      throws IOException {
    Instant now = repository.setup().clock().instant();
    String stamp = shelf.prefix() + STAMP.format(now);
    String rest = "/" + origin.value().substring("refs/".length());
    int serial = 0;
    RefName name = new RefName(stamp + "-" + serial + rest);
    while (writer.read(name).isPresent()) {
      serial++;
      name = new RefName(stamp + "-" + serial + rest);
    }
    writer.set(name, Optional.empty(), tip, log);
    return find(name)
        .orElseThrow(() -> new VolaryException(Fault.USAGE, tip.name() + " leads to no commit"));
  }

  /// What lies on a shelf, the latest first.
  List<ShelvedRef> list(Shelf shelf) throws IOException {
    List<ShelvedRef> all = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (Ref ref : repository.files().getRefDatabase().getRefsByPrefix(shelf.prefix())) {
        describe(walk, ref).ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparing(ShelvedRef::since).thenComparing(ShelvedRef::ref).reversed());
    return all;
  }

  private Optional<ShelvedRef> find(RefName name) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      Ref ref = repository.files().getRefDatabase().exactRef(name.value());
      return ref == null ? Optional.empty() : describe(walk, ref);
    }
  }

  /// A ref with a name we never write is none of ours, and empty.
  private static Optional<ShelvedRef> describe(RevWalk walk, Ref ref) throws IOException {
    RevObject tip = walk.peel(walk.parseAny(ref.getObjectId()));
    for (Shelf shelf : Shelf.values()) {
      if (ref.getName().startsWith(shelf.prefix()) && tip instanceof RevCommit commit) {
        return named(shelf, ref.getName(), commit);
      }
    }
    return Optional.empty();
  }

  private static Optional<ShelvedRef> named(Shelf shelf, String name, RevCommit commit) {
    Matcher parts = NAME.matcher(name.substring(shelf.prefix().length()));
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Instant since = LocalDateTime.parse(parts.group(1), STAMP).toInstant(ZoneOffset.UTC);
      return Optional.of(
          new ShelvedRef(
              shelf,
              new RefName(name),
              new RefName("refs/" + parts.group(3)),
              BareRepository.ours(commit),
              since));
    } catch (DateTimeException | VolaryException _) {
      return Optional.empty();
    }
  }
}
