package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.verify.Repair;
import dev.volary.core.verify.Verify;
import dev.volary.core.verify.VerifyProgress;
import dev.volary.core.verify.VerifyReport;
import dev.volary.core.verify.VerifyRequest;
import dev.volary.core.verify.VerifyRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Checks that a depot holds what its commits say, and repairs what can be.
public final class DepotCheck {
  /// Where tips are parked until all that is below them has come.
  private static final String INCOMING = "refs/volary/incoming/";

  private final Depot depot;
  private final VerifyProgress progress;

  /// @param progress is told how far the check is
  public DepotCheck(Depot depot, VerifyProgress progress) {
    this.depot = depot;
    this.progress = progress;
  }

  /// What was found.
  ///
  /// @param objects what is wrong with packs, indexes and objects, and whom it hurts
  /// @param histories what is wrong with histories, a sentence each
  public record Result(VerifyReport objects, List<String> histories) {
    public Result {
      histories = List.copyOf(histories);
    }

    /// Tells whether nothing is wrong.
    public boolean sound() {
      return objects.sound() && histories.isEmpty();
    }
  }

  /// Checks everything; changes nothing.
  public Result check() throws IOException {
    List<String> histories = new ArrayList<>();
    List<VerifyRoot> roots = roots(histories);
    VerifyRequest request =
        new VerifyRequest(
            depot.layout().directory(),
            depot.layout().temporary(),
            depot.settings().storeOptions(depot.surroundings().random()),
            roots,
            progress);
    return new Result(Verify.run(request), histories);
  }

  /// Repairs the store; BUSY while anything else is running on the depot.
  public Repair.Result repair() throws IOException {
    return Repair.run(
        depot.layout().directory(),
        depot.settings().storeOptions(depot.surroundings().random()),
        depot.sessions());
  }

  /// A history that can't be read must not hide what is wrong with the others.
  private List<VerifyRoot> roots(List<String> problems) throws IOException {
    List<VerifyRoot> roots = new ArrayList<>();
    KeptVolumes.visit(
        depot,
        (volume, worktrees, trashed) -> {
          try {
            for (Roots.Held held : Roots.of(volume, worktrees, trashed)) {
              roots.add(
                  new VerifyRoot(
                      held.root(), held.volume().text(), held.commit().shortHex(), held.heldBy()));
            }
            problems.addAll(
                unrecorded(
                    volume.name().text(),
                    Roots.commits(volume, worktrees),
                    volume.completeness().all().keySet()));
          } catch (VolaryException e) {
            if (e.fault() != Fault.CORRUPT && e.fault() != Fault.NOT_FOUND) {
              throw e;
            }
            problems.add("the history of %s: %s".formatted(volume.name(), e.getMessage()));
          }
        });
    return roots;
  }

  private static List<String> unrecorded(
      String volume, Map<CommitId, String> commits, Collection<CommitId> recorded) {
    return commits.entrySet().stream()
        .filter(entry -> !recorded.contains(entry.getKey()))
        // What a fetch that was cut off has brought so far is not known to be whole, nor in use.
        .filter(entry -> !entry.getValue().startsWith(INCOMING))
        .map(entry ->
            "commit %s of %s (%s): it is not recorded whether its data is here"
                .formatted(entry.getKey().shortHex(), volume, entry.getValue()))
        .toList();
  }
}
