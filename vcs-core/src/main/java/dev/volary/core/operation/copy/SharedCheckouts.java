package dev.volary.core.operation.copy;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.layer.Checkout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The shared checkouts of a depot: made once for each tree, and let go of when nobody uses them.
public final class SharedCheckouts {
  /// One that no worktree uses stays so long, for the next that does.
  public static final Duration KEPT_FOR = Duration.ofDays(1);

  private static final String LOCK = "checkout";

  private final Depot depot;

  /// Those of `depot`.
  public SharedCheckouts(Depot depot) {
    this.depot = depot;
  }

  /// Returns the checkout of a tree, if it is there.
  public Optional<Checkout> find(ObjectId root) {
    return Optional.of(depot.layout().copies().checkout(root)).filter(Checkout::isComplete);
  }

  /// Lets nobody else make checkouts or let go of any: from before one is asked for until what uses
  /// it is registered. One lock for all, for making one takes all that the disk can do.
  DepotLock hold(String operation) throws IOException {
    return depot.lock(LOCK, operation);
  }

  /// Returns the checkout of the tree `root`, made now if it is not there; nothing where this user
  /// or file system can't hold all of it as it is.
  ///
  /// The caller is within a session and holds the checkouts. NO_SPACE before anything is written.
  Optional<Checkout> require(ObjectId root, RestoreListener listener) throws IOException {
    Checkout checkout = depot.layout().copies().checkout(root);
    if (!checkout.isComplete() && !make(checkout, root, listener)) {
      discard(checkout);
      return Optional.empty();
    }
    checkout.touch(depot.surroundings().clock().instant());
    return Optional.of(checkout);
  }

  /// Makes the checkout of `root` ready to share its files with others; makes it first where there
  /// is none and `make`. The caller is within a session.
  public void lend(ObjectId root, boolean make, RestoreListener listener) throws IOException {
    if (!make && find(root).isEmpty()) {
      return;
    }
    try (DepotLock _ = hold("worktree add")) {
      Optional<Checkout> checkout = require(root, listener);
      if (checkout.isPresent()) {
        checkout.get().protect();
        vouch(checkout.get(), root);
      }
    }
  }

  private boolean make(Checkout checkout, ObjectId root, RestoreListener listener)
      throws IOException {
    discard(checkout);
    for (Path each : new Path[] {depot.layout().copies().directory(), checkout.folder()}) {
      Files.createDirectories(each);
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
    }
    Files.createDirectory(checkout.tree());
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(checkout.tree()))) {
      Restore restore = Restores.of(depot);
      try (RestorePlan plan = restore.plan(RestoreRequest.all(top, root), step -> {})) {
        RestoreResult done = restore.apply(plan, Optional.empty(), listener);
        if (done.unheld().size() > 0) {
          return false;
        }
      }
      top.syncFileSystem();
    } catch (IOException | RuntimeException e) {
      discard(checkout);
      throw e;
    }
    checkout.complete();
    AtomicFile.syncDirectory(depot.layout().copies().checkouts());
    AtomicFile.syncDirectory(depot.layout().copies().directory());
    return true;
  }

  /// Writes what the checkout's files are known by, for those that share them in this run of the
  /// kernel. It was flushed before it was complete and nobody writes to it, so all of it is clean.
  private void vouch(Checkout checkout, ObjectId root) throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(checkout.tree()))) {
      CleanNotes.Subject subject =
          new CleanNotes.Subject(top, root, depot.store(), checkout.statCacheFile());
      if (!subject.isNoted()) {
        CleanNotes.ofCheckout(subject, checkout.folder());
      }
    }
  }

  /// What letting go did.
  ///
  /// @param checkouts how many checkouts went
  /// @param layers how many layers that no worktree has
  public record LetGo(int checkouts, int layers) {}

  /// Lets go of checkouts that no worktree has used since `unusedSince`, of halves, and of layers
  /// whose worktree is not registered.
  public LetGo letGo(Instant unusedSince) throws IOException {
    if (!Files.isDirectory(depot.layout().copies().directory())) {
      return new LetGo(0, 0);
    }
    int checkouts = 0;
    int layers = 0;
    try (DepotLock _ = depot.lockUnlessBusy(LOCK, "gc");
        DepotLock _ = depot.lock("worktrees", "gc")) {
      Set<String> used = new HashSet<>();
      Set<String> registered = new HashSet<>();
      depot
          .worktrees()
          .all()
          .forEach((folder, record) -> {
            used.addAll(roots(record));
            registered.add(folder.id().text());
          });
      for (Path each : entries(depot.layout().copies().checkouts())) {
        Checkout checkout = new Checkout(each);
        boolean old = !checkout.isComplete() || checkout.lastUsed().isBefore(unusedSince);
        if (!used.contains(each.getFileName().toString()) && old) {
          discard(checkout);
          checkouts++;
        }
      }
      for (Path each : entries(depot.layout().copies().layers())) {
        if (!registered.contains(each.getFileName().toString())) {
          TreeRemoval.delete(each);
          layers++;
        }
      }
    } catch (VolaryException e) {
      if (e.fault() != Fault.BUSY) {
        throw e;
      }
    }
    return new LetGo(checkouts, layers);
  }

  private static Set<String> roots(WorktreeRecord record) {
    Set<String> roots = new HashSet<>();
    record
        .provision()
        .overlay()
        .map(Provision.Overlay::root)
        .map(ObjectId::toHex)
        .ifPresent(roots::add);
    return roots;
  }

  private static Set<Path> entries(Path folder) throws IOException {
    Set<Path> entries = new HashSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        all.forEach(entries::add);
      }
    }
    return entries;
  }

  private static void discard(Checkout checkout) throws IOException {
    checkout.unprotect();
    Files.deleteIfExists(checkout.folder().resolve("complete"));
    TreeRemoval.delete(checkout.folder());
  }
}
