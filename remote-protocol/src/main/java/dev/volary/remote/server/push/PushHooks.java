package dev.volary.remote.server.push;

import dev.volary.core.history.RefName;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a server does around the landing of pushes, beyond its rules. Thread-safe.
public interface PushHooks {
  /// Nothing.
  PushHooks NONE =
      new PushHooks() {
        @Override
        public Map<RefName, Objection> landing(
            VolumeView view, List<RefMove> moves, Incoming incoming) {
          return Map.of();
        }

        @Override
        public void landed(VolumeView view, List<RefMove> moves) {}
      };

  /// Asked when all that rules and proofs decide is decided and nothing of the push is kept yet;
  /// returns objections to some of the moves. The repository of `incoming` shows what was sent.
  Map<RefName, Objection> landing(VolumeView view, List<RefMove> moves, Incoming incoming)
      throws IOException;

  /// Told of the moves that were made; must not fail, as nothing can be taken back.
  void landed(VolumeView view, List<RefMove> moves);
}
