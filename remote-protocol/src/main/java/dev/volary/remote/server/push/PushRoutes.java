package dev.volary.remote.server.push;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.ObjectList;
import dev.volary.remote.message.PackReceived;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.Answers;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The addresses of a push below a volume.
public final class PushRoutes {
  private static final String BASE = "volary/" + TransferLimits.VERSION + "/push";

  private final PushSessions sessions;

  private PushRoutes(PushSessions sessions) {
    this.sessions = sessions;
  }

  /// What answers at each of them.
  public static Map<String, VolumeRoute> of(PushSessions sessions) {
    PushRoutes routes = new PushRoutes(sessions);
    return Map.of(
        "POST " + BASE, routes::begin,
        "POST " + BASE + "/*/missing", routes::missing,
        "PUT " + BASE + "/*/packs/*", routes::pack,
        "DELETE " + BASE + "/*", routes::abort);
  }

  private void begin(Exchange exchange, VolumeView view) throws IOException {
    PushBegin push = PushBegin.read(body(exchange, PushBegin.MAX_BYTES));
    Answers.message(exchange, sessions.begin(view, push).write());
  }

  private void missing(Exchange exchange, VolumeView view) throws IOException {
    ObjectList asked = ObjectList.read(body(exchange, ObjectList.MAX_BYTES));
    try (PushUse push = use(exchange, view, 1)) {
      Answers.message(exchange, new ObjectList(push.missing(asked.objects())).write());
    }
  }

  private void pack(Exchange exchange, VolumeView view) throws IOException {
    int number = number(segment(exchange, 0));
    try (PushUse push = use(exchange, view, 2);
        InputStream in = exchange.body(TransferLimits.MAX_PACK_BYTES + (8 << 20))) {
      long objects = push.accept(view, in, length(exchange));
      Answers.message(exchange, new PackReceived(number, objects).write());
    }
  }

  private void abort(Exchange exchange, VolumeView view) throws IOException {
    sessions.abort(view, TransferId.hex(segment(exchange, 0)));
    Answers.done(exchange);
  }

  private PushUse use(Exchange exchange, VolumeView view, int fromEnd) throws IOException {
    return sessions.use(view, Optional.of(segment(exchange, fromEnd)));
  }

  private static String segment(Exchange exchange, int fromEnd) {
    return exchange.path().get(exchange.path().size() - 1 - fromEnd);
  }

  /// How long the body says it is.
  private static OptionalLong length(Exchange exchange) {
    return exchange
        .header("Content-Length")
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) > TransferLimits.MAX_PACKS) {
      throw new VolaryException(Fault.USAGE, "packs are numbered from 0 on");
    }
    return Integer.parseInt(text);
  }

  private static byte[] body(Exchange exchange, int maxBytes) throws IOException {
    try (InputStream in = exchange.body(maxBytes)) {
      return in.readAllBytes();
    }
  }
}
