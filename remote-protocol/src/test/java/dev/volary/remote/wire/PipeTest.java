package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class PipeTest {
  @Test
  void bytesComeThroughInOrder() throws IOException {
    byte[] bytes = Seeds.bytes(Seeds.generator(1), 300_001);

    try (InputStream in = BodyPipe.open(Body.of(bytes))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void aWriterThatFailsIsNoEnd() throws IOException {
    try (InputStream in =
        BodyPipe.open(out -> {
          out.write(new byte[10]);
          throw new IOException("no more");
        })) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no more");
    }
  }

  @Test
  void nobodyWritesToAReaderThatLeft() throws IOException {
    Pipe pipe = new Pipe();
    pipe.source().close();

    try (OutputStream out = pipe.sink()) {
      assertThatThrownBy(() -> out.write(new byte[1])).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFailureAfterTheEndChangesNothing() throws IOException {
    Pipe pipe = new Pipe();
    try (OutputStream out = pipe.sink()) {
      out.write(7);
    }
    pipe.fail(new IOException("late"));

    assertThat(pipe.source().readAllBytes()).containsExactly(7);
  }
}
