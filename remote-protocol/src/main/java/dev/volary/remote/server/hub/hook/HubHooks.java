package dev.volary.remote.server.hub.hook;

import dev.volary.core.error.Fault;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.server.push.RefMove;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The hooks of a hub: `pre-receive` may decline a push, `update` each of its refs, and
/// `post-receive` is told what moved. Thread-safe.
///
/// @param folder where they are
/// @param limit how long each may take
public record HubHooks(Path folder, Duration limit) {
  /// How long a hook may take unless told.
  public static final Duration LIMIT = Duration.ofMinutes(1);

  /// Somebody's push, as hooks see it.
  ///
  /// @param gitDir a repository that shows what was sent
  public record Pushed(String volume, String user, Path gitDir, List<RefMove> moves) {
    public Pushed {
      moves = List.copyOf(moves);
    }

    private Map<String, String> environment() {
      return Map.of("VOLARY_VOLUME", volume, "VOLARY_USER", user);
    }

    private String lines() {
      return moves.stream()
          .map(move -> hex(move.before()) + " " + hex(move.after()) + " " + move.ref() + "\n")
          .collect(Collectors.joining());
    }
  }

  private static String hex(Optional<GitObjectId> object) {
    return object.orElse(GitObjectId.ZERO).toHex();
  }

  /// Asks `pre-receive` about all, then `update` about each; returns their objections.
  public Map<RefName, Objection> ask(Pushed pushed) throws IOException {
    Map<RefName, Objection> objections = new HashMap<>();
    Optional<String> whole =
        hook("pre-receive")
            .run(new Hook.Call(List.of(), pushed.lines(), pushed.gitDir(), pushed.environment()));
    for (RefMove move : pushed.moves()) {
      Optional<String> words = whole;
      if (words.isEmpty()) {
        List<String> arguments = List.of(move.ref().value(), hex(move.before()), hex(move.after()));
        words =
            hook("update").run(new Hook.Call(arguments, "", pushed.gitDir(), pushed.environment()));
      }
      words.ifPresent(text -> objections.put(move.ref(), new Objection(Fault.NOT_PERMITTED, text)));
    }
    return objections;
  }

  /// Tells `post-receive`; returns its complaint, which changes nothing.
  public Optional<String> tell(Pushed pushed) throws IOException {
    return hook("post-receive")
        .run(new Hook.Call(List.of(), pushed.lines(), pushed.gitDir(), pushed.environment()));
  }

  private Hook hook(String name) {
    return new Hook(folder.resolve(name), limit);
  }
}
