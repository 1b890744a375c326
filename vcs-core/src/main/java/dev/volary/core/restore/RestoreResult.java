package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.scan.UnheldFile;
import java.util.List;

/// What a restore did.
///
/// @param totals what was planned, all of which was done
/// @param bytesWritten content written
/// @param unheld what the directory can't hold of the tree, to be kept with the worktree
/// @param kept directories that are not wanted but hold what rules leave out, or mounts
public record RestoreResult(
    PlanTotals totals, long bytesWritten, UnheldFile unheld, List<ByteString> kept) {
  public RestoreResult {
    kept = List.copyOf(kept);
  }
}
