package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Renames branches in steps, each of which a second run recognises as done: the new name's log
/// says what it was made from, and so does the log of a tip that waits on the shelf.
final class RefRename {
  private final BareRepository repository;
  private final RefWriter writer;
  private final Shelves shelves;
  private final Supplier<RefName> defaultBranch;

  RefRename(
      BareRepository repository,
      RefWriter writer,
      Shelves shelves,
      Supplier<RefName> defaultBranch) {
    this.repository = repository;
    this.writer = writer;
    this.shelves = shelves;
    this.defaultBranch = defaultBranch;
  }

  /// Renames `from`, or completes what a killed run of the same left; the lock must be held.
  void run(RefName from, RefName to, Identity by) throws IOException {
    String reason = "branch: renamed " + from + " to " + to;
    boolean nested =
        to.value().startsWith(from.value() + "/") || from.value().startsWith(to.value() + "/");
    boolean wasDefault = defaultBranch.get().equals(from);
    RefWriter.RefLog log = new RefWriter.RefLog(repository.now(by), reason);
    ObjectId tip = nested ? setAside(from, to, log) : require(from);
    if (!isMade(to, tip, reason)) {
      writer.set(to, Optional.empty(), tip, log);
    }
    if (wasDefault) {
      writer.pointHead(to);
    }
    if (!nested) {
      prependLog(from, to);
      writer.remove(from, tip);
    }
  }

  /// One name is a directory of the other: the tip waits on the shelf in between.
  private ObjectId setAside(RefName from, RefName to, RefWriter.RefLog log) throws IOException {
    if (writer.read(from).isEmpty() && writer.read(to).isEmpty()) {
      for (ShelvedRef kept : shelves.list(Shelf.KEPT)) {
        if (kept.origin().equals(from) && says(kept.ref(), log.reason())) {
          return require(kept.ref());
        }
      }
    }
    ObjectId tip = require(from);
    shelves.put(Shelf.KEPT, from, tip, log);
    writer.remove(from, tip);
    return tip;
  }

  /// Whether a run that was killed made the new name already.
  private boolean isMade(RefName to, ObjectId tip, String reason) throws IOException {
    return writer.read(to).equals(Optional.of(tip)) && says(to, reason);
  }

  private boolean says(RefName ref, String reason) throws IOException {
    List<ReflogEntry> log = RefStore.readLog(repository.gitDir(), ref.value());
    return !log.isEmpty() && log.getLast().reason().equals(reason);
  }

  private ObjectId require(RefName ref) throws IOException {
    return writer
        .read(ref)
        .orElseThrow(() ->
            new VolaryException(Fault.NOT_FOUND, "There is no branch '" + ref.shortName() + "'"));
  }

  /// The new name takes over what the old one went through.
  private void prependLog(RefName from, RefName to) throws IOException {
    Path logs = repository.gitDir().resolve(Constants.LOGS);
    Path old = logs.resolve(from.value());
    Path young = logs.resolve(to.value());
    if (!Files.exists(old)) {
      return;
    }
    byte[] past = Files.readAllBytes(old);
    byte[] latest = Files.readAllBytes(young);
    boolean done =
        latest.length > past.length && Arrays.equals(past, Arrays.copyOf(latest, past.length));
    if (!done) {
      byte[] all = Arrays.copyOf(past, past.length + latest.length);
      System.arraycopy(latest, 0, all, past.length, latest.length);
      AtomicFile.publish(young, all);
    }
  }
}
