package dev.volary.cli.command.guard;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Guard;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What of a volume is protected in this depot: sections as in a hub's rules, which keep its owner
/// from accidents and which they can lift.
public final class LocalGuards {
  private static final String LOCK = "protect";

  private final Invocation call;
  private final Volume volume;

  /// The protections of `volume`, in the depot that `call` is for.
  public LocalGuards(Invocation call, Volume volume) {
    this.call = call;
    this.volume = volume;
  }

  /// Fails with CONFLICT where a ref must not be deleted.
  public void requireDeletable(RefName ref) throws IOException {
    require(Operation.DELETE, ref, "deleted");
  }

  /// Fails with CONFLICT where a ref must not be moved to `commit`, because that would leave
  /// commits behind.
  public void requireMovable(RefName ref, CommitId commit) throws IOException {
    Optional<CommitId> stands = volume.history().refs().find(ref);
    if (stands.isPresent() && !volume.history().isAncestor(stands.get(), commit)) {
      require(
          Operation.FORCE, ref, "moved to " + commit.shortHex() + ", which leaves commits behind");
    }
  }

  private void require(Operation operation, RefName ref, String what) throws IOException {
    List<ReflogEntry> log = volume.history().refs().reflog(ref);
    Optional<Instant> since = log.isEmpty() ? Optional.empty() : Optional.of(log.getFirst().when());
    Instant now = call.surroundings().clock().instant();
    for (Guard guard : guards()) {
      if (guard.stops(operation, ref.value(), since, now)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s is protected in this depot and is not %s: `volary unprotect --local '%s'` lifts that"
                .formatted(
                    ref.shortName(),
                    what,
                    guard.rule().heading().replaceFirst("^\\[protect \"(.*)\"\\]$", "$1")));
      }
    }
  }

  private List<Guard> guards() throws IOException {
    try {
      return AccessRules.parse(Level.VOLUME, text()).guards();
    } catch (VolaryException e) {
      throw new VolaryException(
          Fault.CORRUPT, "%s can't be read: %s; repair it".formatted(file(), e.getMessage()), e);
    }
  }

  /// Returns the text of the protections.
  public String text() throws IOException {
    return Files.exists(file()) ? Files.readString(file()) : "";
  }

  /// Changes the text, or only returns how it would be.
  public String change(UnaryOperator<String> edit, boolean dryRun) throws IOException {
    try (DepotLock _ = call.depot().lock(LOCK, "protecting")) {
      String text = edit.apply(text());
      AccessRules.parse(Level.VOLUME, text);
      if (!dryRun) {
        AtomicFile.publish(file(), text.getBytes(StandardCharsets.UTF_8));
      }
      return text;
    }
  }

  private Path file() {
    return volume.directory().resolve("protect");
  }
}
