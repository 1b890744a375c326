package dev.volary.remote.message.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects of JSON: there and back, and what is refused.
final class JsonTextTest {
  private static JsonObject read(String text) {
    return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thereAndBack() {
    JsonObject object =
        JsonObject.EMPTY
            .with("text", "a\"\\\n\u0000ü€")
            .with("number", Long.MIN_VALUE)
            .with("flag", true)
            .with("none", Optional.empty())
            .with("object", JsonObject.EMPTY.with("a", "b"))
            .with("texts", List.of("x", "y"))
            .with("objects", List.of(JsonObject.EMPTY, JsonObject.EMPTY.with("n", 1)));
    assertThat(read(object.toString())).isEqualTo(object);
    assertThat(object.toString()).doesNotContain("\n");
    assertThat(object.find("none")).isEmpty();
    assertThat(object.objects("objects").get(1).number("n")).isEqualTo(1);
    assertThatThrownBy(() -> object.text("number")).isInstanceOf(VolaryException.class);
    assertThatThrownBy(() -> object.objects("texts")).isInstanceOf(VolaryException.class);
    assertThatThrownBy(() -> object.text("none")).isInstanceOf(VolaryException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{}{}",
        "{\"a\":1.5}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[[]]}",
        "{\"a\":[null]}",
        "{\"a\":99999999999999999999}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}",
        "{\"a\":[1}",
        "{\"a\":[",
        "{\"a\"",
        "\u0000"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.USAGE));
  }
}
