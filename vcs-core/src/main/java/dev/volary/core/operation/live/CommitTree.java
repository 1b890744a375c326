package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.CaptureResult;
import dev.volary.core.capture.rules.AutomaticLabels;
import dev.volary.core.capture.rules.OutsideLinks;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.operation.joined.EmptiedSubvolumes;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.TransactionStats;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes what a worktree holds a commit of its branch: check → capture → publish → commit → move
/// the branch → remember.
public final class CommitTree {
  private final Depot depot;
  private final Identity author;
  private final CaptureProgress progress;

  /// @param author stands in the commit
  /// @param progress is told how far the capture is
  public CommitTree(Depot depot, Identity author, CaptureProgress progress) {
    this.depot = depot;
    this.author = author;
    this.progress = progress;
  }

  /// What to commit, and how.
  ///
  /// @param message may be empty
  /// @param labels given with the commit
  /// @param moment how the writers are dealt with
  /// @param allow what is not refused
  public record Request(
      String message, SortedMap<String, String> labels, Moment moment, Allowances allow) {
    public Request {
      labels = new TreeMap<>(labels);
    }
  }

  /// What a commit does not refuse though it should give pause.
  ///
  /// @param torn files that change under every attempt to read them
  /// @param shrink more than half of the tree having vanished
  /// @param outsideLinks links that lead data out of the tree
  public record Allowances(boolean torn, boolean shrink, boolean outsideLinks) {
    /// Everything is refused.
    public static final Allowances NONE = new Allowances(false, false, false);
  }

  /// What came of it.
  ///
  /// @param created whether there is a new commit; nothing had changed where there is none
  /// @param facts of the commit
  /// @param stored what the store took
  /// @param warnings sentences for the user
  public record Result(
      CommitId commit,
      boolean created,
      Facts facts,
      TransactionStats stored,
      List<String> warnings) {}

  /// Commits; BUSY where the branch has moved since the worktree was based on it, CONFLICT where
  /// the data is in use, torn, gone or elsewhere and that is not allowed.
  public Result run(LiveWorktree worktree, Request request) throws IOException {
    try (Session session = depot.begin("commit")) {
      requireUnmoved(worktree);
      Circumstances now = Circumstances.of(depot, worktree);
      if (!request.allow().outsideLinks()) {
        OutsideLinks.refuse(OutsideLinks.find(worktree.directory(), now.sites()));
      }
      if (!request.allow().shrink() && now.base().isPresent()) {
        EmptiedSubvolumes.refuse(worktree.directory(), depot.store(), now.base().get().root());
      }
      try (ObjectTransaction transaction = depot.store().begin(session)) {
        Photographer.Snapshot snapshot =
            new Photographer(depot, progress).take(worktree, now, request, transaction);
        Result result = keep(worktree, new Taken(now, request, snapshot), transaction);
        snapshot.capture().publishStatCache(worktree.folder().statCacheFile());
        if (result.created()) {
          depot.store().maintain(session);
          worktree.volume().history().maintain();
        }
        return result;
      }
    }
  }

  /// What there is to make a commit of.
  private record Taken(Circumstances now, Request request, Photographer.Snapshot snapshot) {}

  private Result keep(LiveWorktree worktree, Taken taken, ObjectTransaction transaction)
      throws IOException {
    CaptureResult capture = taken.snapshot().capture();
    Optional<CommitId> base = worktree.record().base();
    if (base.isPresent() && taken.now().base().orElseThrow().root().equals(capture.root())) {
      return new Result(
          base.get(), false, taken.now().base().get(), transaction.stats(), capture.warnings());
    }
    transaction.publish();
    Facts facts =
        new Facts(
            capture.root(),
            capture.entries(),
            capture.bytes(),
            capture.captured(),
            taken.snapshot().consistency(),
            new Facts.Policy(
                worktree.volume().settings().preset(), worktree.volume().settings().ignoreRules()));
    SortedMap<String, String> labels =
        AutomaticLabels.of(
            worktree.directory(), taken.now().sites(), System.getProperty("os.arch"));
    labels.putAll(taken.request().labels());
    Volume volume = worktree.volume();
    CommitId commit =
        volume
            .history()
            .commit(
                new NewCommit(
                    base.stream().toList(), author, taken.request().message(), labels, facts));
    volume.completeness().record(commit, Completion.COMPLETE);
    moveTo(worktree, commit, taken.request().message());
    return new Result(commit, true, facts, transaction.stats(), capture.warnings());
  }

  /// Moves the branch and the record; the record says first what is about to happen, so that a
  /// crash in between is recognised as done.
  private void moveTo(LiveWorktree worktree, CommitId commit, String message) throws IOException {
    WorktreeRecord record = worktree.record();
    if (record.head() instanceof Head.OnBranch(String ref)) {
      worktree.write(record.with(new Pending.Committing(commit)));
      String subject = message.lines().findFirst().orElse("");
      worktree
          .volume()
          .history()
          .refs()
          .update(
              new RefUpdate(new RefName(ref), record.base(), commit, author, "commit: " + subject));
    }
    worktree.write(record.settled(record.head(), Optional.of(commit)));
  }

  private static void requireUnmoved(LiveWorktree worktree) {
    WorktreeRecord record = worktree.record();
    if (!(record.head() instanceof Head.OnBranch(String ref))) {
      return;
    }
    RefName branch = new RefName(ref);
    Optional<CommitId> tip = worktree.volume().history().refs().find(branch);
    if (!tip.equals(record.base())) {
      throw new VolaryException(
          Fault.BUSY,
          "branch %s has moved to %s since this worktree was based on %s: keep your state with `volary switch -c NAME`, or go to the branch's with `volary reset --hard %s`"
              .formatted(
                  branch.shortName(),
                  tip.map(CommitId::shortHex).orElse("nothing"),
                  record.base().map(CommitId::shortHex).orElse("nothing"),
                  branch.shortName()));
    }
  }
}
