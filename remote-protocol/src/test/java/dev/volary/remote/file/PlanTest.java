package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.push.Forcing;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What transfers say of how much is to come.
final class PlanTest extends TwoDepotsScene {
  /// What was said of the phase of bytes.
  private record Step(long bytes, OptionalLong total) {}

  /// Keeps the beginnings of pushes that pass.
  private static final class Overheard implements Transport {
    private final Transport inner;
    private final List<PushBegin> begun = new ArrayList<>();

    Overheard(Transport inner) {
      this.inner = inner;
    }

    @Override
    public Answer send(Request request) {
      if (request.method().equals("POST") && request.path().endsWith("volary/1/push")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          request.body().writeTo(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        begun.add(PushBegin.read(out.toByteArray()));
      }
      return inner.send(request);
    }

    @Override
    public String address() {
      return inner.address();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void aPushSaysAboutHowMuchItWillSend() throws IOException {
    checkedOut();
    for (int i = 0; i < 20; i++) {
      write(here.data("copy").resolve("base/n" + i), 100 + i, 3 * FILE_BYTES);
    }
    here.commit("copy", "more");
    List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    Overheard transport = new Overheard(there.transport("pgdata"));
    TransferResult result = push(transport, steps);
    assertThat(transport.begun).hasSize(1);
    long planned = transport.begun.getFirst().plannedBytes();
    assertThat(planned).isCloseTo(result.bytes(), within(result.bytes() / 20));
    assertThat(steps).isNotEmpty();
    assertThat(steps)
        .allSatisfy(step -> assertThat(step.total().orElse(planned)).isEqualTo(planned));
    assertThat(steps.getFirst().total()).isPresent();
    // The same again has nothing to send.
    Overheard again = new Overheard(there.transport("pgdata"));
    assertThat(push(again, steps).bytes()).isZero();
    assertThat(again.begun).isEmpty();
  }

  @Test
  void aCloneSaysAboutHowMuchWillCome() throws IOException {
    for (int i = 0; i < 40; i++) {
      write(there.data("pgdata").resolve("base/n" + i), 200 + i, 3 * FILE_BYTES);
    }
    there.commit("pgdata", "more");
    List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    cloned(FetchRequest.ALL, keeping(steps));
    Step last = steps.getLast();
    assertThat(last.bytes()).isGreaterThan(40L * 3 * FILE_BYTES);
    // All have come: now it is no estimate any more.
    assertThat(last.total().orElseThrow()).isEqualTo(last.bytes());
    assertThat(steps.get(steps.size() / 2).total().orElseThrow())
        .isCloseTo(last.bytes(), within(last.bytes() / 2));
  }

  private static TransferProgress keeping(List<Step> steps) {
    return (phase, bytes, total) -> {
      if (phase == TransferPhase.BYTES) {
        steps.add(new Step(bytes, total));
      }
    };
  }

  private TransferResult push(Transport transport, List<Step> steps) throws IOException {
    return new Push(here.depot(), TestDepot.ANN, keeping(steps))
        .run(
            copy(),
            transport,
            new PushRequest(
                "origin",
                List.of(RefSpec.parse("main:more")),
                new Forcing.AsSaid(),
                false,
                false,
                false));
  }
}
