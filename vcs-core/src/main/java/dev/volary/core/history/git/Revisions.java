package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.input.CaptureTime;
import dev.volary.core.history.input.NearMiss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// From what a user writes to a commit: Git's syntax as JGit reads it, capture times, and failures
/// that help.
final class Revisions {
  private static final Pattern AT = Pattern.compile("^(.*?)@\\{([^}]*)}");
  private static final Pattern ALONE = Pattern.compile("^@(?=$|[~^])");
  private static final Pattern FOR_GIT = Pattern.compile("-?\\d+|u|upstream|push");
  private static final Pattern BASE = Pattern.compile("^[^~^:@]+(?:@(?!\\{)[^~^:@]*)*");
  private static final int MOST_LISTED = 10;

  private final BareRepository repository;
  private final RefStore refs;
  private final CaptureWalk captures;

  Revisions(BareRepository repository, RefStore refs) {
    this.repository = repository;
    this.refs = refs;
    this.captures = new CaptureWalk(repository);
  }

  /// The commit a revision names.
  CommitId resolve(String revision) throws IOException {
    String text = expandTime(revision.strip());
    if (text.isEmpty()) {
      throw new VolaryException(Fault.USAGE, "An empty text names no revision");
    }
    refuseTwoMeanings(text);
    Optional<ObjectId> found = lookUp(text, revision);
    // Forty digits are an id to JGit whether there is such an object or not.
    if (found.isEmpty() || !repository.files().getObjectDatabase().has(found.get())) {
      throw new VolaryException(
          Fault.NOT_FOUND, "There is no revision '" + revision + "'" + suggestion(text));
    }
    try (RevWalk walk = new RevWalk(repository.files())) {
      RevObject object = walk.peel(walk.parseAny(found.get()));
      if (object instanceof RevCommit commit
          && CommitStore.hasFacts(walk.getObjectReader(), commit)) {
        return BareRepository.ours(commit);
      }
    }
    throw new VolaryException(Fault.NOT_FOUND, "'" + revision + "' names no commit of the volume");
  }

  /// The commits of `A..B`, `A...B`, `^A`, or one revision.
  LogQuery.Range resolveRange(String expression) throws IOException {
    int dots = expression.indexOf("..");
    if (dots < 0) {
      return expression.startsWith("^")
          ? new LogQuery.Range(List.of(), List.of(resolve(expression.substring(1))))
          : new LogQuery.Range(List.of(resolve(expression)), List.of());
    }
    boolean symmetric = expression.startsWith("...", dots);
    CommitId left = resolve(orHead(expression.substring(0, dots)));
    CommitId right = resolve(orHead(expression.substring(dots + (symmetric ? 3 : 2))));
    return symmetric
        ? new LogQuery.Range(List.of(left, right), LogWalk.mergeBases(repository, left, right))
        : new LogQuery.Range(List.of(right), List.of(left));
  }

  private static String orHead(String revision) {
    return revision.isEmpty() ? "HEAD" : revision;
  }

  /// Replaces `NAME@{TIME}` at the beginning by the id it means, and `@{1}` by the default
  /// branch's.
  private String expandTime(String text) throws IOException {
    Matcher at = AT.matcher(text);
    if (!at.find()) {
      return ALONE.matcher(text).replaceFirst("HEAD");
    }
    String name = at.group(1);
    String inside = at.group(2);
    String rest = text.substring(at.end());
    if (FOR_GIT.matcher(inside).matches()) {
      boolean ofDefault = name.isEmpty() && inside.matches("\\d+");
      return ofDefault ? refs.defaultBranch() + text : text;
    }
    var setup = repository.setup();
    CaptureTime time = CaptureTime.parse(inside, setup.clock().instant(), setup.zone());
    String start = name.isEmpty() ? "HEAD" : name;
    return captures.at(start, resolve(start), time).toHex() + rest;
  }

  private Optional<ObjectId> lookUp(String text, String asWritten) throws IOException {
    try {
      return Optional.ofNullable(repository.files().resolve(text));
    } catch (AmbiguousObjectException e) {
      ObjectId only = onlyCommit(e.getAbbreviatedObjectId().name(), e.getCandidates());
      int abbreviated = e.getAbbreviatedObjectId().length();
      return lookUp(only.name() + text.substring(abbreviated), asWritten);
    } catch (RevisionSyntaxException _) {
      if (AT.matcher(text).find()) {
        // A well-formed entry of a reflog that does not go back so far.
        return Optional.empty();
      }
      throw new VolaryException(
          Fault.USAGE, "'" + asWritten + "' is no revision: write it as Git's rev-parse reads it");
    }
  }

  /// As in Git a short id stands for the only commit it fits, whatever trees and texts it fits too.
  private ObjectId onlyCommit(String shortId, Collection<ObjectId> candidates) throws IOException {
    Map<ObjectId, String> commits = new LinkedHashMap<>();
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (ObjectId id : candidates) {
        if (walk.parseAny(id) instanceof RevCommit commit) {
          walk.parseBody(commit);
          commits.put(commit.copy(), id.name().substring(0, 12) + " " + commit.getShortMessage());
        }
      }
    }
    if (commits.size() == 1) {
      return commits.keySet().iterator().next();
    }
    throw ambiguous(shortId, List.copyOf(commits.values()));
  }

  private void refuseTwoMeanings(String text) throws IOException {
    Matcher base = BASE.matcher(text);
    if (!base.find() || base.group().startsWith("refs/")) {
      return;
    }
    String name = base.group();
    SortedMap<String, ObjectId> meanings = new TreeMap<>();
    try (RevWalk walk = new RevWalk(repository.files())) {
      for (String space : List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES)) {
        if (Repository.isValidRefName(space + name)) {
          Ref ref = repository.files().getRefDatabase().exactRef(space + name);
          if (ref != null && ref.getObjectId() != null) {
            meanings.put(space + name, walk.peel(walk.parseAny(ref.getObjectId())));
          }
        }
      }
    }
    if (meanings.values().stream().distinct().count() > 1) {
      throw ambiguous(name, List.copyOf(meanings.keySet()));
    }
  }

  private static VolaryException ambiguous(String name, List<String> candidates) {
    List<String> listed = candidates.subList(0, Math.min(MOST_LISTED, candidates.size()));
    return new VolaryException(
        Fault.CONFLICT,
        "'" + name + "' is ambiguous, it can mean: " + String.join(", ", listed),
        candidates);
  }

  private String suggestion(String text) {
    Matcher base = BASE.matcher(text);
    String name = base.find() ? base.group() : text;
    if (Repository.isValidRefName(RefName.BRANCHES + name)
        && refs.find(new RefName(RefName.BRANCHES + name)).isPresent()) {
      return "; '" + name + "' itself is there";
    }
    List<String> near = new ArrayList<>();
    for (String space : List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES)) {
      for (RefName ref : refs.list(space).keySet()) {
        if (NearMiss.isNear(name, ref.shortName()) && near.size() < 3) {
          near.add(ref.shortName());
        }
      }
    }
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }
}
