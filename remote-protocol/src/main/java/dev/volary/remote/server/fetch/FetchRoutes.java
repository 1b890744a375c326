package dev.volary.remote.server.fetch;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.ObjectRequest;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.Answers;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.wire.RecordStreamWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The addresses of a fetch of objects below a volume.
public final class FetchRoutes {
  private static final String BASE = "volary/" + TransferLimits.VERSION + "/fetch";

  private final FetchSessions sessions;

  private FetchRoutes(FetchSessions sessions) {
    this.sessions = sessions;
  }

  /// What answers at each of them.
  public static Map<String, VolumeRoute> of(FetchSessions sessions) {
    FetchRoutes routes = new FetchRoutes(sessions);
    return Map.of(
        "POST " + BASE, routes::begin,
        "POST " + BASE + "/*/objects", routes::objects,
        "DELETE " + BASE + "/*", routes::end);
  }

  private void begin(Exchange exchange, VolumeView view) throws IOException {
    FetchBegin fetch = FetchBegin.read(body(exchange, FetchBegin.MAX_BYTES));
    Answers.message(exchange, sessions.begin(view, fetch).write());
  }

  private void objects(Exchange exchange, VolumeView view) throws IOException {
    FetchSession fetch = sessions.find(view, id(exchange, 1));
    ObjectRequest request = ObjectRequest.read(body(exchange, ObjectRequest.MAX_BYTES));
    // While the answer is on its way, nothing it needs is collected.
    try (Session _ = view.depot().begin("fetch")) {
      ObjectStore store = view.depot().store();
      store.refresh();
      List<ObjectId> ids = fetch.take(request);
      Map<String, String> headers = Map.of("Content-Type", TransferLimits.MEDIA_TYPE);
      // Closed only when whole: what fails on the way must be seen as cut.
      OutputStream out = exchange.respond(200, headers);
      RecordStreamWriter records = new RecordStreamWriter(out);
      store.ship(ids, fetch::receiverHas, record -> write(records, record));
      records.finish();
      out.close();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(RecordStreamWriter records, PackRecord record) {
    try {
      records.write(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Exchange exchange, VolumeView view) throws IOException {
    sessions.end(view, id(exchange, 0));
    Answers.done(exchange);
  }

  private static TransferId id(Exchange exchange, int fromEnd) {
    return TransferId.hex(exchange.path().get(exchange.path().size() - 1 - fromEnd));
  }

  private static byte[] body(Exchange exchange, int maxBytes) throws IOException {
    try (InputStream in = exchange.body(maxBytes)) {
      return in.readAllBytes();
    }
  }
}
