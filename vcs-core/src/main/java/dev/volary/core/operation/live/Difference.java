package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.diff.Change;
import dev.volary.core.diff.DiffVisitor;
import dev.volary.core.diff.DirectoryRollUp;
import dev.volary.core.diff.DirectoryTotals;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.diff.TreeDiff;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.operation.Presence;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Tells what differs between two trees, of one volume or of two: a commit's, or the one a worktree
/// holds now.
public final class Difference {
  private final ObjectSource objects;
  private final ObjectId before;
  private final ObjectId after;
  private final PathFilter filter;
  private final TreeDiff diff;

  private Difference(TreeDiff diff, ObjectSource objects, Roots roots, List<ByteString> paths) {
    this.diff = diff;
    this.objects = objects;
    this.before = roots.before();
    this.after = roots.after();
    this.filter = paths.isEmpty() ? PathFilter.ALL : PathFilter.of(paths);
  }

  private record Roots(ObjectId before, ObjectId after) {}

  /// A commit and the volume it is in.
  public record Side(Volume volume, CommitId commit) {
    private ObjectId root() throws IOException {
      Presence.require(volume, commit);
      return volume.history().facts(commit).root();
    }
  }

  /// Returns the difference from one commit to another.
  ///
  /// @param paths only these and what lies below them; everything where it is empty
  public static Difference between(Depot depot, Side before, Side after, List<ByteString> paths)
      throws IOException {
    return new Difference(
        new TreeDiff(depot.store()), depot.store(), new Roots(before.root(), after.root()), paths);
  }

  /// Returns the difference from a commit to what a worktree holds now; storing nothing.
  ///
  /// @param paths only these and what lies below them; everything where it is empty
  public static Difference since(
      Depot depot, Side before, Targets.WorktreeTarget worktree, List<ByteString> paths)
      throws IOException {
    try (LiveWorktree live = LiveWorktree.open(depot, worktree, "diff")) {
      StatusCheck.Result now = new StatusCheck(depot, CaptureProgress.NONE).run(live);
      return new Difference(
          TreeDiff.againstLive(now.objects()),
          now.objects(),
          new Roots(before.root(), now.root()),
          paths);
    }
  }

  /// Hands every change to `visitor`.
  public void changes(DiffVisitor visitor) {
    diff.compare(before, after, new TreeDiff.Options(filter, true), visitor);
  }

  /// Hands the totals of directories, at most `depth` deep, to `receiver`, those of all last.
  public void directories(int depth, Consumer<DirectoryTotals> receiver) {
    DirectoryRollUp sums = new DirectoryRollUp(objects, depth, receiver);
    changes(sums);
    sums.finish();
  }

  /// Returns the totals of one change.
  public DirectoryTotals totals(Change change) {
    DirectoryRollUp sums = new DirectoryRollUp(objects, 0, _ -> {});
    sums.change(change);
    return sums.finish();
  }
}
