package dev.volary.remote.server.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.server.push.PushSessions;
import dev.volary.remote.server.push.PushUse;
import dev.volary.remote.server.push.RefMove;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;

/// Receives history and moves refs, with the objects of the push session a header names.
final class ReceiveRoute implements VolumeRoute {
  /// The header that names the push session with the objects.
  static final String SESSION = "Volary-Push";

  private static final long MAX_PACK = 256L << 20;
  private static final long MAX_COMMANDS = 8 << 20;

  /// Facts have at most 64 KiB; trees of labels and rules may be larger.
  private static final long MAX_OBJECT = 4 << 20;

  private final PushSessions sessions;

  ReceiveRoute(PushSessions sessions) {
    this.sessions = sessions;
  }

  /// What both steps of the protocol have in common.
  static ReceivePack receivePack(Repository repository, VolumeView view) throws IOException {
    ReceivePack receive = new ReceivePack(repository);
    receive.setBiDirectionalPipe(false);
    // Readable refs only, and no `.have` lines, which would tell of others.
    receive.setAdvertisedRefs(ReadableRefs.of(view), Set.of());
    receive.setAllowCreates(true);
    receive.setAllowDeletes(true);
    receive.setAllowNonFastForwards(true);
    receive.setCheckReceivedObjects(true);
    receive.setCheckReferencedObjectsAreReachable(true);
    receive.setMaxPackSizeLimit(MAX_PACK);
    receive.setMaxObjectSizeLimit(MAX_OBJECT);
    receive.setMaxCommandBytes(MAX_COMMANDS);
    return receive;
  }

  @Override
  public void answer(Exchange exchange, VolumeView view) throws IOException {
    Optional<String> session = exchange.header(SESSION);
    AnswerOnDemand out =
        new AnswerOnDemand(exchange, GitRequest.headers(GitRequest.RECEIVE, "result"));
    try (TemporaryHistory incoming = TemporaryHistory.make(view);
        PushUse sent = sessions.use(view, session);
        InputStream in = GitRequest.body(exchange, MAX_PACK + MAX_COMMANDS)) {
      ReceivePack receive = receivePack(incoming.repository(), view);
      receive.setPreReceiveHook((pack, _) -> {
        try {
          land(pack, view, incoming, sent);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      receive.receive(in, out, null);
    }
    // Only now: when the answer is whole, nothing of the push is left but what counts.
    out.complete();
  }

  private static void land(
      ReceivePack pack, VolumeView view, TemporaryHistory incoming, PushUse sent)
      throws IOException {
    List<ReceiveCommand> commands = pack.getAllCommands();
    if (commands.size() > TransferLimits.MAX_COMMANDS) {
      throw new VolaryException(Fault.LIMIT, "a push of so many refs is too large");
    }
    List<RefMove> moves = new ArrayList<>();
    for (ReceiveCommand command : commands) {
      move(command).ifPresent(moves::add);
    }
    Map<RefName, Optional<Objection>> verdicts = sent.land(view, incoming, moves, pack.isAtomic());
    for (ReceiveCommand command : commands) {
      Optional<RefMove> move = move(command);
      Optional<String> objection =
          move.isEmpty()
              ? Optional.of("no valid ref, or no such object")
              : verdicts.getOrDefault(move.get().ref(), Optional.empty()).map(Objection::text);
      if (objection.isPresent()) {
        command.setResult(Result.REJECTED_OTHER_REASON, line(objection.get()));
      } else {
        command.setResult(Result.OK);
      }
    }
  }

  private static Optional<RefMove> move(ReceiveCommand command) {
    boolean unknown = command.getResult() == Result.REJECTED_MISSING_OBJECT;
    try {
      return unknown
          ? Optional.empty()
          : Optional.of(
              new RefMove(
                  new RefName(command.getRefName()),
                  id(command.getOldId()),
                  id(command.getNewId())));
    } catch (VolaryException e) {
      return Optional.empty();
    }
  }

  private static Optional<GitObjectId> id(AnyObjectId id) {
    return AnyObjectId.isEqual(id, ObjectId.zeroId())
        ? Optional.empty()
        : Optional.of(GitObjectId.hex(id.name()));
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
