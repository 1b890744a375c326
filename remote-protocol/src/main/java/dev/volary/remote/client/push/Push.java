package dev.volary.remote.client.push;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.core.reach.ReachableObjects;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.RefOutcome.Moved;
import dev.volary.remote.client.RefOutcome.Rejected;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.client.call.GitPush;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.CommandVerdict;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Problem;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Pushes refs and the data below them: ask → judge here → begin, judged there → packs → history
/// and refs → remember where they stand.
///
/// Cut off anywhere, it goes on when it is run again: what arrived stays with the other side for a
/// while, and its refs move in the last step only.
public final class Push {
  private static final String ATOMIC = "atomic push failed";
  private static final int MAX_FIRST_PACK = TransferLimits.MAX_PACKS / 2;

  private final Depot depot;
  private final Identity who;
  private final PlannedProgress progress;

  /// @param who stands in reflogs
  public Push(Depot depot, Identity who, TransferProgress progress) {
    this.depot = depot;
    this.who = who;
    this.progress = new PlannedProgress(progress);
  }

  /// One push under way.
  private record Run(
      Volume volume,
      Connection connection,
      PushRequest request,
      VolumeRefs there,
      Map<RefName, RefOutcome> outcomes) {
    List<RefOutcome> inOrder(List<PushCommand> commands) {
      return commands.stream()
          .map(command ->
              outcomes.getOrDefault(
                  command.target(), command.outcome(new Rejected(false, Fault.CONFLICT, ATOMIC))))
          .toList();
    }
  }

  /// Pushes; unless it is atomic, a ref that is refused does not keep others from moving.
  public TransferResult run(Volume volume, Transport transport, PushRequest request)
      throws IOException {
    Connection connection = new Connection(transport);
    progress.at(TransferPhase.REFS, 0, OptionalLong.empty());
    try (Session _ = depot.begin("push")) {
      Destination to = Destination.of(connection, volume.history(), request);
      VolumeRefs there = to.refs();
      List<PushCommand> commands = new PushMap(volume.history(), request, there).commands();
      Run run = new Run(volume, connection, request, there, new HashMap<>());
      List<PushCommand> asked = judged(run, commands);
      ObjectPush sent =
          new ObjectPush(connection, depot.store(), depot.layout().temporary(), progress);
      if (to.isToBeMade()) {
        foresee(run, asked);
      } else if (!asked.isEmpty()) {
        ask(run, asked, sent);
      }
      return new TransferResult(run.inOrder(commands), sent.objects(), sent.bytes());
    }
  }

  /// Returns what is worth asking for.
  private List<PushCommand> judged(Run run, List<PushCommand> commands) throws IOException {
    PushRules rules = new PushRules(run.volume, run.request);
    List<PushCommand> asked = new ArrayList<>();
    boolean objected = false;
    for (PushCommand command : commands) {
      if (command.isUpToDate() && !bringsBack(run, command)) {
        run.outcomes.put(command.target(), command.outcome(Moved.UP_TO_DATE));
        if (!run.request.dryRun()) {
          follow(run, command);
        }
        continue;
      }
      Optional<Rejected> objection = rules.objection(command);
      if (objection.isPresent()) {
        run.outcomes.put(command.target(), command.outcome(objection.get()));
        objected = true;
      } else {
        asked.add(command);
      }
    }
    return objected && run.request.atomic() ? List.of() : asked;
  }

  /// Tells whether the other side let go of data that is here.
  private static boolean bringsBack(Run run, PushCommand command) throws IOException {
    boolean lacking =
        run.there
            .find(command.target())
            .flatMap(AdvertisedRef::state)
            .map(state -> state != Completion.COMPLETE)
            .orElse(false);
    return lacking
        && command.commit().isPresent()
        && run.volume
            .completeness()
            .of(command.commit().get())
            .equals(Optional.of(Completion.COMPLETE));
  }

  private void ask(Run run, List<PushCommand> asked, ObjectPush sent) throws IOException {
    try {
      attempt(run, asked, sent);
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
      // The other side may have forgotten a push that stood still for long; nothing has moved.
      attempt(run, asked, sent);
    }
  }

  private void attempt(Run run, List<PushCommand> asked, ObjectPush sent) throws IOException {
    List<RefCommand> messages = asked.stream().map(PushCommand::message).toList();
    PushEstimate estimate = estimate(run, asked);
    PushBegun begun =
        run.connection.begin(
            new PushBegin(messages, run.request.atomic(), run.request.dryRun(), estimate.bytes()));
    List<PushCommand> granted = granted(run, asked, begun.verdicts());
    if (run.request.dryRun()) {
      foresee(run, granted);
      return;
    }
    if (begun.session().isEmpty()) {
      granted.forEach(c ->
          run.outcomes.putIfAbsent(
              c.target(), c.outcome(new Rejected(true, Fault.CONFLICT, ATOMIC))));
      return;
    }
    TransferId session = begun.session().get();
    if (granted.isEmpty()) {
      run.connection.end("push", session);
      return;
    }
    // Where a part is refused, or there already, less will go than was planned.
    boolean asPlanned = granted.size() == asked.size() && !begun.resumed();
    progress.plan(asPlanned ? estimate.total() : OptionalLong.empty());
    sendObjects(run, granted, begun, sent);
    moveRefs(run, granted, session);
  }

  /// Says what would become of refs.
  private static void foresee(Run run, List<PushCommand> commands) {
    commands.forEach(c -> run.outcomes.put(c.target(), c.outcome(moved(run.volume, c))));
  }

  private static List<PushCommand> granted(
      Run run, List<PushCommand> asked, List<CommandVerdict> verdicts) {
    Map<RefName, CommandVerdict> byRef = new HashMap<>();
    verdicts.forEach(verdict -> byRef.put(verdict.ref(), verdict));
    List<PushCommand> granted = new ArrayList<>();
    for (PushCommand command : asked) {
      CommandVerdict verdict =
          byRef.getOrDefault(
              command.target(),
              CommandVerdict.denied(command.target(), Fault.FAILED, "no verdict on it"));
      verdict
          .objection()
          .ifPresentOrElse(
              why ->
                  run.outcomes.put(
                      command.target(),
                      command.outcome(
                          new Rejected(true, why.fault(), Problem.printable(why.text())))),
              () -> granted.add(command));
    }
    return granted.size() < asked.size() && run.request.atomic() ? List.of() : granted;
  }

  private void sendObjects(Run run, List<PushCommand> granted, PushBegun begun, ObjectPush sent)
      throws IOException {
    PushContent content = PushContent.of(run.volume, run.there, granted);
    ReachableObjects reachable = reachable(run);
    sent.run(
        new ObjectPush.Task(
            begun.session().orElseThrow(),
            begun.resumed(),
            begun.resumed() ? depot.surroundings().random().nextInt(MAX_FIRST_PACK) : 0,
            begun.maxPackBytes(),
            content.roots(),
            reachable.of(content.shared()),
            reachable.of(content.shared())));
  }

  private ReachableObjects reachable(Run run) throws IOException {
    ObjectStore store = depot.store();
    return ReachableObjects.of(
        run.volume.directory(), run.volume.history(), store, store::numberOf);
  }

  private PushEstimate estimate(Run run, List<PushCommand> asked) throws IOException {
    PushContent content = PushContent.of(run.volume, run.there, asked);
    return PushEstimate.of(depot.store(), content.roots(), reachable(run).of(content.shared()));
  }

  private void moveRefs(Run run, List<PushCommand> granted, TransferId session) {
    progress.at(TransferPhase.HISTORY, 0, OptionalLong.empty());
    GitPush git = new GitPush(run.connection, run.volume.history().transfer(), progress);
    List<GitObjectId> theirs = run.there.refs().stream().map(AdvertisedRef::object).toList();
    Map<RefName, String> objections =
        git.push(
            session,
            granted.stream().map(PushCommand::message).toList(),
            theirs,
            run.request.atomic());
    for (PushCommand command : granted) {
      String objection = objections.get(command.target());
      RefOutcome.Kind kind = objection == null ? moved(run.volume, command) : rejected(objection);
      run.outcomes.put(command.target(), command.outcome(kind));
      if (objection == null) {
        follow(run, command);
      }
    }
  }

  /// What stands elsewhere by now can be tried again; what the server will not have can't.
  private static Rejected rejected(String reason) {
    if (reason.contains("the quota of ")) {
      return new Rejected(true, Fault.NO_SPACE, reason);
    }
    boolean raced =
        reason.contains("lock")
            || reason.contains("moved")
            || reason.contains("stale")
            || reason.contains("fetch first")
            || reason.contains("try again");
    return new Rejected(
        true,
        raced ? Fault.BUSY : Fault.NOT_PERMITTED,
        raced ? reason + "; fetch, look, and push again" : reason);
  }

  private static RefOutcome.Kind moved(Volume volume, PushCommand command) {
    if (command.isUpToDate()) {
      return Moved.UP_TO_DATE;
    }
    if (command.after().isEmpty()) {
      return Moved.DELETED;
    }
    if (command.before().isEmpty()) {
      return Moved.CREATED;
    }
    CommitId before = command.before().get().asCommit();
    boolean forward =
        command.commit().isPresent()
            && volume.history().contains(before)
            && volume.history().isAncestor(before, command.commit().get());
    return forward ? Moved.FORWARD : Moved.FORCED;
  }

  /// Remembers where a branch stands there.
  private void follow(Run run, PushCommand command) {
    if (!command.target().isBranch()) {
      return;
    }
    RefName here = RefName.remote(run.request.remote(), command.target().shortName());
    Optional<GitObjectId> stood =
        Optional.ofNullable(run.volume.history().transfer().refs(here.value()).get(here))
            .map(RawRef::object);
    if (stood.equals(command.after())) {
      return;
    }
    try {
      run.volume
          .history()
          .transfer()
          .update(new RefChange(here, stood, command.after(), true, who, "push"));
    } catch (VolaryException e) {
      // The push itself is done; the next fetch sets this right.
      progress.said(e.getMessage());
    }
  }
}
