package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.scan.UnheldFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a restore did.
///
/// @param totals what was planned, all of which was done
/// @param bytesWritten content written
/// @param unheld what the directory can't hold of the tree, to be kept with the worktree
/// @param statCache the file of what is clean now, to be published once the tree is the worktree's
///   base, or discarded; nothing where attributes tell too little, or only paths were restored
/// @param kept directories that are not wanted but hold what rules leave out, or mounts
public record RestoreResult(
    PlanTotals totals,
    long bytesWritten,
    UnheldFile unheld,
    List<ByteString> kept,
    Optional<Path> statCache) {
  public RestoreResult {
    kept = List.copyOf(kept);
  }
}
