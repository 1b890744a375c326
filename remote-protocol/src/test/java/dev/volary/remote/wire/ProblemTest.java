package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {
  @ParameterizedTest
  @EnumSource
  void everyFaultComesThrough(Fault fault) {
    VolaryException failure =
        new VolaryException(fault, "No \"pgdata\" in /srv; say which", List.of("a", "b"));
    Problem sent = Problem.of(failure);

    VolaryException received = Problem.parse(sent.status(), sent.toJson()).toException();

    assertThat(received.fault()).isEqualTo(fault);
    assertThat(received).hasMessage(failure.getMessage());
    assertThat(received.candidates()).containsExactly("a", "b");
  }

  @Test
  void isWrittenLikeThis() {
    Problem problem = Problem.of(new VolaryException(Fault.NOT_FOUND, "There is no volume 'x'"));

    assertThat(new String(problem.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"status\":404,\"code\":\"not-found\",\"title\":\"not found\","
                + "\"detail\":\"There is no volume 'x'\"}");
  }

  @ParameterizedTest
  @CsvSource({"401, NOT_PERMITTED", "404, NOT_FOUND", "503, NETWORK", "500, FAILED", "302, FAILED"})
  void withoutAProblemTheStatusSpeaks(int status, Fault fault) {
    for (String text : List.of("", "<html>", "[1]", "{\"code\":7}", "{\"code\":\"what\"")) {
      Problem problem = Problem.parse(status, text.getBytes(StandardCharsets.UTF_8));
      assertThat(problem.fault()).isEqualTo(fault);
      assertThat(problem.detail()).contains(Integer.toString(status));
    }
  }

  @Test
  void whatComesFromOutsideSteersNoTerminal() {
    String text = "{\"code\":\"failed\",\"detail\":\"a\\u001b[2Jb\\u202ec\\nd\"}";

    Problem problem = Problem.parse(500, text.getBytes(StandardCharsets.UTF_8));

    assertThat(problem.detail()).isEqualTo("a [2Jb c\nd");
  }

  @Test
  void anAnswerFailsAsItSays() {
    byte[] json = Problem.of(new VolaryException(Fault.BUSY, "main moved")).toJson();
    Answer refusal =
        new Answer(
            423,
            Map.of("content-type", Problem.MEDIA_TYPE + "; charset=utf-8"),
            new ByteArrayInputStream(json));

    assertThatThrownBy(refusal::orFail)
        .isInstanceOf(VolaryException.class)
        .hasMessage("main moved")
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.BUSY);
  }

  @Test
  void anAnswerLongerThanItsLimitIsRefused() throws Exception {
    Answer answer = new Answer(200, Map.of(), new ByteArrayInputStream(new byte[101]));

    assertThatThrownBy(() -> answer.bytes(100)).isInstanceOf(VolaryException.class);
    assertThat(new Answer(200, Map.of(), new ByteArrayInputStream(new byte[100])).bytes(100))
        .hasSize(100);
  }
}
