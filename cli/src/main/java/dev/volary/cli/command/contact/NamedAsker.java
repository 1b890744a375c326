package dev.volary.cli.command.contact;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// Says who asked where an answer is that nothing is there, or not for the one who asks: the server
/// does not tell these apart.
final class NamedAsker implements Transport {
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

  private final Transport transport;
  private final String asker;

  NamedAsker(Transport transport, String asker) {
    this.transport = transport;
    this.asker = asker;
  }

  @Override
  public Answer send(Request request) {
    Answer answer = transport.send(request);
    if (!REFUSALS.contains(answer.status())) {
      return answer;
    }
    try {
      return answer.orFail();
    } catch (VolaryException e) {
      throw new VolaryException(e.fault(), e.getMessage() + " (" + asker + ")", e.candidates());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String address() {
    return transport.address();
  }

  @Override
  public void close() {
    transport.close();
  }
}
