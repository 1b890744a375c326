package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds what a command line means: the worktree one stands in or names, the volume, the revision.
public final class Targets {
  private final Depot depot;
  private final ByteString here;

  /// @param here the directory the command was called in, absolute
  public Targets(Depot depot, ByteString here) {
    this.depot = depot;
    this.here = here;
  }

  /// A worktree that a command works on.
  ///
  /// @param folder its files in the depot
  /// @param record what it held when it was looked up
  /// @param volume the volume whose history it has
  public record WorktreeTarget(WorktreeFolder folder, WorktreeRecord record, Volume volume) {}

  /// A commit that was named.
  ///
  /// @param volume whose commit it is
  /// @param commit the commit
  /// @param path the part after `:`
  /// @param shown how to call it in messages
  public record RevisionTarget(
      Volume volume, CommitId commit, Optional<ByteString> path, String shown) {}

  /// Returns the one worktree that `spec` (`DIR`, `VOLUME` or `VOLUME@BRANCH`) or, without one, the
  /// present directory means. Fails with USAGE and the candidates where that is not exactly one.
  public WorktreeTarget worktree(Optional<String> spec) throws IOException {
    List<WorktreeTarget> found = spec.isEmpty() ? around(here) : named(spec.get());
    if (found.size() == 1) {
      return found.getFirst();
    }
    List<String> candidates = new ArrayList<>();
    for (WorktreeRecord record : depot.worktrees().all().values()) {
      if (found.isEmpty() || found.stream().anyMatch(f -> f.record().equals(record))) {
        candidates.add(describe(record));
      }
    }
    String what = spec.map(s -> "'" + s + "'").orElse(here.toString());
    String problem = found.isEmpty() ? " is no worktree" : " means several worktrees";
    String ways = candidates.isEmpty() ? "" : " (" + String.join("; ", candidates) + ")";
    throw new VolaryException(
        Fault.USAGE,
        what + problem + ": name one with -C DIR or -C VOLUME@BRANCH" + ways,
        candidates);
  }

  /// Returns the worktree that `spec` or the present directory means, if there is exactly one.
  public Optional<WorktreeTarget> worktreeIfAny(Optional<String> spec) throws IOException {
    List<WorktreeTarget> found = spec.isEmpty() ? around(here) : named(spec.get());
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// Returns the volume that `spec` or the present directory means, or the depot's only one.
  public Volume volume(Optional<String> spec) throws IOException {
    if (spec.isPresent() && !spec.get().contains("/")) {
      String name = spec.get().replaceFirst("@.*", "");
      if (VolumeName.isValid(name)) {
        return depot.volume(new VolumeName(name));
      }
    }
    Optional<WorktreeTarget> worktree = worktreeIfAny(spec);
    if (worktree.isPresent()) {
      return worktree.get().volume();
    }
    List<VolumeName> names = depot.volumes();
    if (spec.isEmpty() && names.size() == 1) {
      return depot.volume(names.getFirst());
    }
    List<String> candidates = names.stream().map(VolumeName::text).toList();
    throw new VolaryException(
        Fault.USAGE,
        candidates.isEmpty()
            ? "there is no volume in this depot yet: make one with `volary init DIR`"
            : "which volume? name it with -C VOLUME or VOLUME@REV (%s)"
                .formatted(String.join(", ", candidates)),
        candidates);
  }

  /// Returns the commit that `text` names, in the volume it names or else in the one that `spec` or
  /// the present directory means. An empty revision is what the worktree has, or the default
  /// branch.
  public RevisionTarget revision(Optional<String> spec, String text) throws IOException {
    RevisionText parsed = RevisionText.parse(text);
    Volume volume = null;
    if (parsed.volume().isPresent() && depot.volumes().contains(parsed.volume().get())) {
      volume = depot.volume(parsed.volume().get());
    }
    String revision = parsed.revision();
    if (volume == null) {
      volume = volume(spec);
      int colon = text.lastIndexOf(':');
      revision = parsed.path().isPresent() && colon >= 0 ? text.substring(0, colon) : text;
    }
    CommitId commit =
        revision.isEmpty() || revision.equals("HEAD") || revision.equals("@")
            ? present(volume, spec)
            : resolve(volume, relative(volume, spec, revision));
    return new RevisionTarget(volume, commit, parsed.path(), text);
  }

  /// A history does not know what its volume is called, and a time is often asked of several.
  private static CommitId resolve(Volume volume, String revision) {
    try {
      return volume.history().resolve(revision);
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND || !revision.contains("@{")) {
        throw e;
      }
      throw new VolaryException(
          Fault.NOT_FOUND, "in volume %s, %s".formatted(volume.name(), e.getMessage()), e);
    }
  }

  /// Replaces a leading `HEAD` or `@` by what the worktree has, for a bare history has no `HEAD` of
  /// its own.
  private String relative(Volume volume, Optional<String> spec, String revision)
      throws IOException {
    if (revision.startsWith("@{")) {
      return branch(volume, spec).map(RefName::value).orElse("") + revision;
    }
    for (String head : List.of("HEAD", "@")) {
      if (revision.startsWith(head + "~") || revision.startsWith(head + "^")) {
        return present(volume, spec).toHex() + revision.substring(head.length());
      }
    }
    return revision;
  }

  private CommitId present(Volume volume, Optional<String> spec) throws IOException {
    Optional<WorktreeTarget> worktree =
        worktreeIfAny(spec).filter(w -> w.volume().name().equals(volume.name()));
    Optional<CommitId> base = worktree.flatMap(w -> w.record().base());
    if (base.isEmpty() && worktree.isEmpty()) {
      base = volume.history().refs().find(volume.history().refs().defaultBranch());
    }
    return base.orElseThrow(() ->
        new VolaryException(
            Fault.NOT_FOUND,
            "volume " + volume.name() + " has no commit yet: make one with `volary commit`"));
  }

  /// Returns the branch that the worktree holds, or the volume's default branch.
  private Optional<RefName> branch(Volume volume, Optional<String> spec) throws IOException {
    Optional<WorktreeTarget> worktree =
        worktreeIfAny(spec).filter(w -> w.volume().name().equals(volume.name()));
    if (worktree.isPresent() && worktree.get().record().head() instanceof Head.OnBranch(String r)) {
      return Optional.of(new RefName(r));
    }
    return Optional.of(volume.history().refs().defaultBranch());
  }

  private List<WorktreeTarget> named(String spec) throws IOException {
    boolean directory = spec.startsWith("/") || spec.startsWith(".") || spec.contains("/");
    if (!directory) {
      String name = spec.replaceFirst("@.*", "");
      if (VolumeName.isValid(name) && depot.volumes().contains(new VolumeName(name))) {
        return ofVolume(name, spec.contains("@") ? spec.substring(name.length() + 1) : "");
      }
    }
    ByteString path = RawText.encode(spec);
    ByteString absolute =
        path.startsWith(ByteString.utf8("/")) ? path : here.plus(ByteString.utf8("/")).plus(path);
    return around(Linux.realPath(absolute));
  }

  private List<WorktreeTarget> ofVolume(String name, String branch) throws IOException {
    Head wanted = new Head.OnBranch("refs/heads/" + branch);
    return matching(record ->
        record.volume().equals(name) && (branch.isEmpty() || record.head().equals(wanted)));
  }

  private List<WorktreeTarget> around(ByteString path) throws IOException {
    return matching(record -> record.inTree(path).isPresent());
  }

  /// Opens the volumes of the worktrees that match only, for each history costs time to open.
  private List<WorktreeTarget> matching(Predicate<WorktreeRecord> wanted) throws IOException {
    List<WorktreeTarget> found = new ArrayList<>();
    List<VolumeName> volumes = depot.volumes();
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      VolumeName name = new VolumeName(entry.getValue().volume());
      if (volumes.contains(name) && wanted.test(entry.getValue())) {
        found.add(new WorktreeTarget(entry.getKey(), entry.getValue(), depot.volume(name)));
      }
    }
    return found;
  }

  private static String describe(WorktreeRecord record) {
    String head =
        switch (record.head()) {
          case Head.OnBranch(String ref) -> new RefName(ref).shortName();
          case Head.Detached() -> "detached";
        };
    return "%s@%s at %s".formatted(record.volume(), head, record.identity().path());
  }
}
