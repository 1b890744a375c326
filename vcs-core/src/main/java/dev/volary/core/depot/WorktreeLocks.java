package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The locks of all worktrees of a volume and then of the registry: nobody works on one of them, so
/// their records can be written.
public final class WorktreeLocks implements AutoCloseable {
  private final Map<WorktreeFolder, DepotLock> held = new LinkedHashMap<>();
  private @Nullable DepotLock registry;
  private final Map<WorktreeFolder, WorktreeRecord> records = new LinkedHashMap<>();
  private final Depot depot;

  private WorktreeLocks(Depot depot) {
    this.depot = depot;
  }

  /// Takes the locks for `operation`; BUSY while another command works on one of the worktrees.
  public static WorktreeLocks take(Depot depot, VolumeName volume, String operation)
      throws IOException {
    WorktreeLocks locks = new WorktreeLocks(depot);
    try {
      for (WorktreeFolder folder : locks.of(volume).keySet()) {
        locks.held.put(folder, LiveWorktree.lock(depot, folder, operation));
      }
      locks.finish(volume, operation);
      return locks;
    } catch (IOException | RuntimeException e) {
      locks.close();
      throw e;
    }
  }

  /// The registry comes last, as everywhere; what was added before it was closed has no lock.
  private void finish(VolumeName volume, String operation) throws IOException {
    registry = depot.lock("worktrees", operation);
    records.putAll(of(volume));
    if (!held.keySet().containsAll(records.keySet())) {
      throw new VolaryException(
          Fault.BUSY, "a worktree of %s was added just now: try again".formatted(volume));
    }
  }

  /// Returns what is recorded of the volume's worktrees.
  public Map<WorktreeFolder, WorktreeRecord> records() {
    return records;
  }

  private Map<WorktreeFolder, WorktreeRecord> of(VolumeName volume) throws IOException {
    Map<WorktreeFolder, WorktreeRecord> own = new LinkedHashMap<>(depot.worktrees().all());
    own.values().removeIf(record -> !record.volume().equals(volume.text()));
    return own;
  }

  @Override
  public void close() throws IOException {
    DepotLock last = registry;
    if (last != null) {
      last.close();
    }
    for (DepotLock lock : held.values()) {
      lock.close();
    }
  }
}
