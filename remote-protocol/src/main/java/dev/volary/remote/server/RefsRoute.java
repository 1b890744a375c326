package dev.volary.remote.server;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.VolumeRefs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the refs that may be read.
public final class RefsRoute implements VolumeRoute {
  @Override
  public void answer(Exchange exchange, VolumeView view) throws IOException {
    Map<CommitId, Completion> states = view.volume().completeness().all();
    List<AdvertisedRef> refs = new ArrayList<>();
    view.refs()
        .forEach((name, held) ->
            held.commit()
                .ifPresent(commit ->
                    refs.add(
                        new AdvertisedRef(
                            name, held.object(), commit, state(name, commit, states)))));
    VolumeRefs answer =
        new VolumeRefs(
            view.shown(),
            view.volume().history().refs().defaultBranch(),
            view.rights().mayWrite(),
            TransferLimits.MAX_PACK_BYTES,
            refs);
    Answers.message(exchange, answer.write());
  }

  /// Without a record, a commit of data is one whose data is not here.
  private static Optional<Completion> state(
      RefName ref, CommitId commit, Map<CommitId, Completion> states) {
    return VolumeView.holdsData(ref)
        ? Optional.of(states.getOrDefault(commit, Completion.NOT_FETCHED))
        : Optional.empty();
  }
}
