package dev.volary.remote.server.peer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.peer.Redemption;
import dev.volary.remote.server.Answers;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Redeems invitations, and hands everything else on until sharing ends.
final class PeerEndpoint implements Endpoint {
  private static final List<String> REDEEM = List.of(Redemption.PATH.split("/", -1));

  private final GuestBook guests;
  private final Endpoint volumes;
  private final InstantSource clock;
  private final Optional<Instant> until;

  PeerEndpoint(GuestBook guests, Endpoint volumes, InstantSource clock, Optional<Instant> until) {
    this.guests = guests;
    this.volumes = volumes;
    this.clock = clock;
    this.until = until;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    if (until.map(end -> !clock.instant().isBefore(end)).orElse(false)) {
      Answers.problem(
          exchange, new Problem(503, Fault.NETWORK, "sharing has ended: ask for more", List.of()));
    } else if (exchange.path().equals(REDEEM) && exchange.method().equals("POST")) {
      redeem(exchange);
    } else {
      volumes.handle(exchange);
    }
  }

  private void redeem(Exchange exchange) throws IOException {
    byte[] answer;
    try (InputStream in = exchange.body(Redemption.MAX_BYTES)) {
      Redemption redemption = Redemption.read(in.readAllBytes());
      answer = guests.redeem(redemption).write();
    } catch (VolaryException e) {
      Answers.problem(exchange, Problem.of(e));
      return;
    }
    Answers.message(exchange, answer);
  }
}
