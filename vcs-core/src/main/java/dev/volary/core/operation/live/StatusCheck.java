package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.StatusResult;
import dev.volary.core.capture.rules.CaptureRules;
import dev.volary.core.capture.rules.IgnoreRule;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.diff.Change;
import dev.volary.core.diff.ChangeType;
import dev.volary.core.diff.DiffVisitor;
import dev.volary.core.diff.TreeDiff;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.Facts;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Compares a worktree with the commit it is based on, storing nothing.
public final class StatusCheck {
  private final Depot depot;
  private final CaptureProgress progress;

  /// @param progress is told how far the walk is
  public StatusCheck(Depot depot, CaptureProgress progress) {
    this.depot = depot;
    this.progress = progress;
  }

  /// What was found.
  ///
  /// @param base the facts of the commit it is based on; nothing before the first commit
  /// @param root of the tree the directory holds now
  /// @param objects reads both trees' directories and file maps
  /// @param entries how many entries the directory holds
  /// @param bytes the sizes of its regular files
  /// @param warnings sentences for the user
  /// @param rules what in the directory is not data
  public record Result(
      Optional<Facts> base,
      ObjectId root,
      ObjectSource objects,
      long entries,
      long bytes,
      List<String> warnings,
      CaptureRules rules) {
    /// Tells whether nothing differs from the base.
    public boolean clean() {
      if (base.isEmpty() || base.get().root().equals(root)) {
        return base.isPresent();
      }
      boolean[] changed = {false};
      changes(change -> changed[0] = true);
      return !changed[0];
    }

    /// Tells `visitor` every change since the base; nothing where there is no base.
    public void changes(DiffVisitor visitor) {
      base.ifPresent(facts ->
          TreeDiff.withoutChunks(objects)
              .compare(
                  facts.root(),
                  root,
                  TreeDiff.Options.DEFAULT,
                  change -> {
                    if (!leftOut(change)) {
                      visitor.change(change);
                    }
                  }));
    }

    /// A path of the base that is no data by today's rules is not looked at on disk, so it is not
    /// known to be gone; the next commit leaves it out.
    private boolean leftOut(Change change) {
      return change.type() == ChangeType.REMOVED
          && rules
              .decisive(
                  change.path(), change.before().orElseThrow().node() instanceof Node.DirectoryNode)
              .filter(IgnoreRule::leavesOut)
              .isPresent();
    }
  }

  /// Compares now.
  public Result run(LiveWorktree worktree) throws IOException {
    try (Session _ = depot.begin("status")) {
      Circumstances now = Circumstances.of(depot, worktree);
      ObjectStore store = depot.store();
      StatusResult found =
          Circumstances.capture(depot)
              .status(
                  now.request(worktree, CaptureOptions.in(depot.layout().temporary())),
                  new Stored(store),
                  store,
                  progress);
      if (now.base().isPresent()) {
        found.capture().publishStatCache(worktree.folder().statCacheFile());
      } else {
        found.capture().discardStatCache();
      }
      return new Result(
          now.base(),
          found.capture().root(),
          found.objects(),
          found.capture().entries(),
          found.capture().bytes(),
          found.capture().warnings(),
          now.rules());
    }
  }

  /// Tells what is stored and takes nothing.
  private record Stored(ObjectStore store) implements ObjectSink {
    @Override
    public boolean has(ObjectId id) {
      return store.contains(id);
    }

    @Override
    public void put(NewObject object) {
      throw new IllegalStateException("a comparison stores nothing");
    }
  }
}
