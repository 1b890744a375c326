package dev.volary.remote.message.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;

/// Any bytes are an object or refused, and an object is read again as it was written.
final class JsonTextFuzz {
  @FuzzTest
  void anyBytes(byte[] data) {
    JsonObject object;
    try {
      object = JsonText.read(data);
    } catch (VolaryException _) {
      return;
    }
    byte[] text = object.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(JsonText.read(text).toString()).isEqualTo(object.toString());
  }
}
