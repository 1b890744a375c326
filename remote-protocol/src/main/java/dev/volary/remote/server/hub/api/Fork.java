package dev.volary.remote.server.hub.api;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.HubVolumeName;
import dev.volary.remote.server.hub.NewVolume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A copy of a readable branch as a new branch of another volume; no bytes move, since the store
/// holds them already.
record Fork(HubCall.Shown from, RefName branch, HubVolumeName to, RefName as) {
  private static final long MAX_PACK = 1L << 30;

  JsonObject run(HubCall call) throws IOException {
    if (!as.isBranch()) {
      throw new VolaryException(Fault.USAGE, as + " is no branch: a fork is one");
    }
    CommitId tip = readable(call);
    boolean isNew = call.hub().find(to).isEmpty();
    if (!isNew) {
      requireCreate(call);
    }
    JsonObject facts =
        JsonObject.EMPTY
            .with("from", from.name().toString())
            .with("branch", branch.value())
            .with("volume", to.toString())
            .with("ref", as.value())
            .with("new", tip.toHex());
    call.audit("fork", facts);
    Volume target =
        isNew
            ? VolumeRoutes.make(call, new NewVolume(to, as))
            : call.volume(to.toString()).volume();
    try (Session _ = call.hub().depot().begin("fork")) {
      copy(call, target, tip);
    }
    return facts;
  }

  private CommitId readable(HubCall call) throws IOException {
    boolean reads =
        branch.isBranch()
            && from.access()
                .check(call.login().caller(), Operation.READ, branch, call.hub().now())
                .isAllowed();
    Optional<CommitId> tip = reads ? from.volume().history().refs().find(branch) : Optional.empty();
    Map<CommitId, Completion> states = from.volume().completeness().all();
    return tip.filter(commit -> states.get(commit) == Completion.COMPLETE)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no branch %s of %s with its data, or not for you"
                    .formatted(branch.shortName(), from.name())));
  }

  private void requireCreate(HubCall call) throws IOException {
    RefChange asked = new RefChange.Create(as, RefChange.Target.DATA);
    Verdict verdict =
        call.volume(to.toString())
            .access()
            .judge(List.of(asked), call.login().caller(), call.hub().now())
            .getFirst()
            .verdict();
    if (verdict instanceof Verdict.Denied denied) {
      throw call.denied(denied.text(false));
    }
  }

  private void copy(HubCall call, Volume target, CommitId tip) throws IOException {
    HistoryTransfer source = from.volume().history().transfer();
    HistoryTransfer there = target.history().transfer();
    Path pack = Files.createTempFile(call.hub().depot().layout().temporary(), "fork-", ".pack");
    try {
      try (OutputStream out = Files.newOutputStream(pack)) {
        source.send(out, List.of(GitObjectId.ofCommit(tip)), List.of());
      }
      try (InputStream in = Files.newInputStream(pack)) {
        there.receive(in, MAX_PACK);
      }
    } finally {
      Files.deleteIfExists(pack);
    }
    Map<CommitId, Completion> here = from.volume().completeness().all();
    Map<CommitId, Completion> known = target.completeness().all();
    Map<CommitId, Completion> states = new HashMap<>();
    for (CommitId commit : source.between(List.of(tip), List.of())) {
      if (known.get(commit) != Completion.COMPLETE) {
        states.put(commit, here.getOrDefault(commit, Completion.NOT_FETCHED));
      }
    }
    target.completeness().record(states);
    there.update(
        new HistoryTransfer.RefChange(
            as,
            Optional.empty(),
            Optional.of(GitObjectId.ofCommit(tip)),
            false,
            call.login().identity(),
            "fork of " + from.name()));
  }
}
