package dev.volary.remote.server.push;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.message.CommandVerdict;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Judges the moves of a push: by the rules, by where the refs stand, by what is live in a
/// worktree.
public final class PushJudge {
  /// What a lost race begins with, in Git's words.
  public static final String MOVED = "fetch first";

  private final VolumeView view;
  private final SortedMap<RefName, RawRef> refs;

  /// A judge of pushes to `view` as its refs stand now.
  public PushJudge(VolumeView view) {
    this.view = view;
    this.refs = view.refs();
  }

  /// Judges before anything was sent: what is not known yet is taken on trust, and judged again.
  public List<CommandVerdict> foresee(List<RefCommand> commands) throws IOException {
    Map<RefName, Optional<Objection>> denied = new HashMap<>();
    List<RefChange> changes = new ArrayList<>();
    for (RefCommand command : commands) {
      RefMove move = RefMove.of(command);
      Optional<Objection> objection = standing(move);
      if (objection.isPresent()) {
        denied.put(command.ref(), objection);
      } else if (!command.ref().equals(Advertised.ACCESS)) {
        changes.add(change(move, !command.force(), RefChange.Target.DATA));
      }
    }
    denied.putAll(byRules(changes));
    return commands.stream()
        .map(c -> new CommandVerdict(c.ref(), denied.getOrDefault(c.ref(), Optional.empty())))
        .toList();
  }

  /// Judges all that was sent; returns an objection or nothing for every ref.
  Map<RefName, Optional<Objection>> judge(List<RefMove> moves, Incoming incoming)
      throws IOException {
    Map<RefName, Optional<Objection>> verdicts = new HashMap<>();
    List<RefChange> changes = new ArrayList<>();
    for (RefMove move : moves) {
      Optional<Objection> objection = standing(move);
      verdicts.put(move.ref(), objection);
      if (objection.isEmpty()) {
        boolean forward = isForward(move, incoming.history());
        changes.add(change(move, forward, target(move, incoming)));
      }
    }
    verdicts.putAll(byRules(changes));
    return verdicts;
  }

  private Map<RefName, Optional<Objection>> byRules(List<RefChange> changes) {
    Map<RefName, Optional<Objection>> verdicts = new HashMap<>();
    List<Optional<String>> judged = view.rights().judge(changes);
    for (int i = 0; i < changes.size(); i++) {
      verdicts.put(
          changes.get(i).ref(),
          judged.get(i).map(text -> new Objection(Fault.NOT_PERMITTED, text)));
    }
    return verdicts;
  }

  /// What stands against one of these moves whatever the rules say.
  Optional<Objection> standing(Collection<HistoryTransfer.RefChange> changes) throws IOException {
    for (HistoryTransfer.RefChange change : changes) {
      Optional<Objection> objection =
          standing(new RefMove(change.ref(), change.expected(), change.target()));
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  /// What stands against a move whatever the rules say.
  private Optional<Objection> standing(RefMove move) throws IOException {
    if (!Advertised.includes(move.ref())) {
      return Optional.of(
          new Objection(
              Fault.NOT_PERMITTED,
              "no such ref is shared: only branches, tags, labels and rules are"));
    }
    Optional<GitObjectId> now = Optional.ofNullable(refs.get(move.ref())).map(RawRef::object);
    if (!now.equals(move.before())) {
      return Optional.of(
          new Objection(
              Fault.BUSY, MOVED + ": " + move.ref().shortName() + " stands elsewhere by now"));
    }
    return move.stays() ? Optional.empty() : live(move.ref());
  }

  /// The next commit in a worktree would silently revert what is pushed to its branch.
  private Optional<Objection> live(RefName ref) throws IOException {
    Head head = new Head.OnBranch(ref.value());
    for (WorktreeRecord worktree : view.depot().worktrees().all().values()) {
      boolean coming =
          worktree.pending() instanceof Pending.Changing(Head to, _) && to.equals(head);
      if (worktree.volume().equals(view.volume().name().text())
          && (coming || worktree.head().equals(head))) {
        return Optional.of(
            new Objection(
                Fault.CONFLICT,
                "%s is live in worktree %s: push to another branch"
                    .formatted(ref.shortName(), worktree.identity().path())));
      }
    }
    return Optional.empty();
  }

  private RefChange change(RefMove move, boolean forward, RefChange.Target target) {
    if (move.before().isEmpty()) {
      return new RefChange.Create(move.ref(), target);
    }
    return move.after().isEmpty()
        ? new RefChange.Delete(move.ref(), since(move.ref()))
        : new RefChange.Update(move.ref(), target, forward, since(move.ref()));
  }

  private Optional<Instant> since(RefName ref) {
    List<ReflogEntry> log = view.volume().history().refs().reflog(ref);
    return log.isEmpty() ? Optional.empty() : Optional.of(log.getFirst().when());
  }

  private boolean isForward(RefMove move, VolumeHistory history) {
    Optional<CommitId> before = Optional.ofNullable(refs.get(move.ref())).flatMap(RawRef::commit);
    if (before.isEmpty() || move.after().isEmpty()) {
      return true;
    }
    CommitId after = move.after().get().asCommit();
    return history.contains(after) && history.isAncestor(before.get(), after);
  }

  private RefChange.Target target(RefMove move, Incoming incoming) throws IOException {
    if (move.after().isEmpty()) {
      return RefChange.Target.DATA;
    }
    GitObjectId after = move.after().get();
    boolean readable = incoming.wasSent(after) || view.mayRead(after);
    Optional<String> rules =
        readable && move.ref().equals(Advertised.ACCESS) ? incoming.rules(after) : Optional.empty();
    return new RefChange.Target(readable, rules);
  }
}
