package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Pushes that the server forgot on the way, as it does after a day without progress.
final class ForgottenPushTest extends TwoDepotsScene {
  /// Forgets the session of a push before requests to `step`, so many times.
  private final class Forgetting implements Transport {
    private final Transport through;
    private final String step;
    private int times;

    Forgetting(String step, int times) throws IOException {
      this.through = there.transport("pgdata");
      this.step = step;
      this.times = times;
    }

    @Override
    public Answer send(Request request) {
      if (times > 0 && request.path().contains(step)) {
        times--;
        String session = request.path().replaceFirst(".*push/([0-9a-f]+)/.*", "$1");
        new Connection(through).end("push", TransferId.hex(session));
      }
      return through.send(request);
    }

    @Override
    public String address() {
      return through.address();
    }

    @Override
    public void close() {
      through.close();
    }
  }

  private TransferResult push(Transport transport) throws IOException {
    return new Push(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(copy(), transport, PushRequest.of("origin", RefSpec.parse("main:mine")));
  }

  @Test
  void beginAnewOnceByThemselves() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/mine"), 77, FILE_BYTES);
    here.commit("copy", "mine");
    assertThat(push(new Forgetting("/packs/", 1)).fault()).isEmpty();
    assertThat(there.volume("pgdata").history().refs().find(RefName.branch("mine"))).isPresent();
  }

  @Test
  void butNotForEver() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/mine"), 78, FILE_BYTES);
    here.commit("copy", "mine");
    assertThatThrownBy(() -> push(new Forgetting("/packs/", 2)))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThat(there.volume("pgdata").history().refs().find(RefName.branch("mine"))).isEmpty();
  }
}
