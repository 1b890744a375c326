package dev.volary.core.operation.copy;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.copy.CopyPlan.Way;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.layer.OverlaySupport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Decides how a live copy is made.
public final class CopyPlanner {
  /// A smaller tree is written in a moment, and then needs no mount.
  private static final long SMALL_BYTES = 256L << 20;

  private static final long FEW_ENTRIES = 20_000;
  private static final List<String> SHARING = List.of("xfs", "btrfs");

  private final Depot depot;
  private final SharedCheckouts checkouts;

  /// Decides for copies of what is in `depot`.
  public CopyPlanner(Depot depot) {
    this.depot = depot;
    this.checkouts = new SharedCheckouts(depot);
  }

  /// What is to be copied, and where to.
  ///
  /// @param directory the new copy's, which exists
  /// @param filter what must not be in a live copy though the commit has it
  public record Subject(Volume volume, CommitId commit, Path directory, DirectoryFilter filter) {
    Facts facts() {
      return volume.history().facts(commit);
    }

    ObjectId root() {
      return facts().root();
    }
  }

  /// Decides; CONFLICT where what was chosen is not possible, with the reason.
  public CopyPlan plan(Subject subject, CopyChoice choice) throws IOException {
    return switch (choice) {
      case AUTO -> automatic(subject);
      case FULL -> full(subject, "it was asked for");
      case REFLINK -> {
        Optional<String> obstacle = reflinkObstacle(subject);
        if (obstacle.isPresent()) {
          throw impossible("share blocks with another copy", obstacle.get());
        }
        yield reflink(subject, "it was asked for");
      }
      case OVERLAY -> {
        Optional<String> obstacle = overlayObstacle(subject);
        if (obstacle.isPresent()) {
          throw impossible("be an overlay", obstacle.get());
        }
        yield overlay(subject, "it was asked for");
      }
    };
  }

  private static VolaryException impossible(String what, String obstacle) {
    return new VolaryException(
        Fault.CONFLICT,
        "the worktree can't %s, because %s: choose another --copy, or auto"
            .formatted(what, obstacle));
  }

  private CopyPlan automatic(Subject subject) throws IOException {
    Facts facts = subject.facts();
    boolean few = facts.entries() < FEW_ENTRIES;
    boolean shares = reflinkObstacle(subject).isEmpty();
    if (shares && (hasSibling(subject) || few && checkouts.find(subject.root()).isPresent())) {
      return reflink(subject, "the file system shares blocks");
    }
    if (facts.bytes() < SMALL_BYTES && few) {
      return full(subject, "it is small");
    }
    Optional<String> obstacle = overlayObstacle(subject);
    return obstacle.isEmpty()
        ? overlay(subject, "the file system does not share blocks with another copy")
        : full(subject, obstacle.get());
  }

  private CopyPlan full(Subject subject, String reason) {
    return new CopyPlan(Way.FULL, false, subject.facts().bytes(), reason);
  }

  private CopyPlan overlay(Subject subject, String reason) {
    boolean first = checkouts.find(subject.root()).isEmpty();
    return new CopyPlan(Way.OVERLAY, first, subject.facts().bytes(), reason);
  }

  private CopyPlan reflink(Subject subject, String reason) throws IOException {
    boolean first = !hasSibling(subject) && checkouts.find(subject.root()).isEmpty();
    return new CopyPlan(Way.REFLINK, first, subject.facts().bytes(), reason);
  }

  private Optional<String> reflinkObstacle(Subject subject) throws IOException {
    FileSystemFacts target = Linux.fileSystem(subject.directory());
    if (!SHARING.contains(target.typeName())) {
      return Optional.of(target.typeName() + " does not share blocks between files");
    }
    boolean depotBeside = Linux.fileSystem(depot.layout().directory()).fsid() == target.fsid();
    return depotBeside || hasSibling(subject)
        ? Optional.empty()
        : Optional.of("neither another copy of the commit nor the depot is on this file system");
  }

  private Optional<String> overlayObstacle(Subject subject) throws IOException {
    Path directory = depot.layout().directory();
    Optional<String> obstacle = OverlaySupport.obstacle(directory);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    boolean made = checkouts.find(subject.root()).isPresent();
    if (!made && Linux.freeSpace(directory) < subject.facts().bytes()) {
      return Optional.of("the depot's file system has no room for a shared checkout");
    }
    // A commit made under the rules of today has nothing that these leave out.
    boolean sameRules = subject.facts().policy().equals(today(subject.volume()));
    return made && sameRules && checkouts.find(subject.root()).orElseThrow().isFit()
        ? Optional.empty()
        : Fitness.obstacle(depot.store(), subject.root(), subject.filter());
  }

  private static Facts.Policy today(Volume volume) {
    return new Facts.Policy(volume.settings().preset(), volume.settings().ignoreRules());
  }

  /// Tells whether a directory with all files of that very tree is on the same file system.
  private boolean hasSibling(Subject subject) throws IOException {
    long fsid = Linux.fileSystem(subject.directory()).fsid();
    for (WorktreeRecord record : depot.worktrees().all().values()) {
      if (record.volume().equals(subject.volume().name().text())
          && record.identity().fileSystemId() == fsid
          && record.provision().overlay().isEmpty()
          && record.pending() instanceof Pending.Nothing
          && record.base().isPresent()
          && subject.volume().history().facts(record.base().get()).root().equals(subject.root())) {
        return true;
      }
    }
    return false;
  }
}
