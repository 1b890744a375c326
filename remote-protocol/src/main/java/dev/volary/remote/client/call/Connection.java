package dev.volary.remote.client.call;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.ObjectList;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.ObjectRequest;
import dev.volary.remote.message.PackReceived;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.RecordStreamReader;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// The requests of the protocol, each as a method. What breaks on the way is a NETWORK failure.
/// Thread-safe.
public final class Connection {
  private final Transport transport;

  /// A connection over `transport`, which stays open.
  public Connection(Transport transport) {
    this.transport = transport;
  }

  /// Makes something of an answer.
  @FunctionalInterface
  public interface Reading<T> {
    /// An [IOException] says that the answer was cut off.
    T read(Answer answer) throws IOException;
  }

  /// What the other side shows.
  public VolumeRefs refs() {
    return call(
        Request.of("GET", "refs"), answer -> VolumeRefs.read(answer.bytes(VolumeRefs.MAX_BYTES)));
  }

  /// Has the volume made that is pushed to; NOT_FOUND where it can't be, or is there.
  ///
  /// @param branch its default branch
  /// @param dryRun whether only to ask
  public void create(RefName branch, boolean dryRun) {
    String query =
        "branch="
            + URLEncoder.encode(branch.value(), StandardCharsets.UTF_8)
            + (dryRun ? "&dry-run=1" : "");
    call(
        new Request("POST", Request.BASE + "create", query, Map.of(), Body.NONE),
        answer -> answer.status());
  }

  /// Begins a fetch of objects.
  public FetchBegun begin(FetchBegin begin) {
    return call(
        Request.message("POST", "fetch", begin.write()),
        answer -> FetchBegun.read(answer.bytes(FetchBegun.MAX_BYTES)));
  }

  /// Asks for objects; their records stand in the answer.
  public <T> T objects(TransferId session, ObjectRequest request, Reading<T> reading) {
    return call(
        Request.message("POST", "fetch/" + session.toHex() + "/objects", request.write()), reading);
  }

  /// The records in an answer.
  public static RecordStreamReader records(Answer answer) {
    return new RecordStreamReader(answer.body(), "the stream of records", Long.MAX_VALUE);
  }

  /// Begins a push.
  public PushBegun begin(PushBegin begin) {
    return call(
        Request.message("POST", "push", begin.write()),
        answer -> PushBegun.read(answer.bytes(PushBegun.MAX_BYTES)));
  }

  /// Which of `objects` a push has not brought yet.
  public List<ObjectRef> missing(TransferId session, List<ObjectRef> objects) {
    byte[] message = new ObjectList(objects).write();
    return call(
            Request.message("POST", "push/" + session.toHex() + "/missing", message),
            answer -> ObjectList.read(answer.bytes(ObjectList.MAX_BYTES)))
        .objects();
  }

  /// Sends the record stream in a file; `moved` is told how much of it has gone.
  public PackReceived put(TransferId session, int number, Path records, LongConsumer moved)
      throws IOException {
    Body body = new FileBody(records, Files.size(records), moved);
    return call(
        Request.of("PUT", "push/" + session.toHex() + "/packs/" + number)
            .with("content-type", TransferLimits.MEDIA_TYPE)
            .with(body),
        answer -> PackReceived.read(answer.bytes(PackReceived.MAX_BYTES)));
  }

  /// Ends a fetch or push; what can't be told the other side finds out by itself.
  public void end(String kind, TransferId session) {
    try {
      call(Request.of("DELETE", kind + "/" + session.toHex()), answer -> answer.status());
    } catch (VolaryException _) {
      // A token that was revoked meanwhile must not make a whole transfer fail at its end.
    }
  }

  /// Sends a request and reads its answer; fails as the answer says.
  public <T> T call(Request request, Reading<T> reading) {
    try (Answer answer = transport.send(request).orFail()) {
      return reading.read(answer);
    } catch (IOException e) {
      throw broken(transport.address(), e);
    }
  }

  /// Where the other side is, for people.
  public String address() {
    return transport.address();
  }

  static VolaryException broken(String address, IOException cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new VolaryException(
        Fault.NETWORK,
        "The connection to %s broke (%s): run the same command again, it goes on where it was"
            .formatted(address, reason),
        cause);
  }
}
