package dev.volary.remote.server.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is signed and how, and which addresses are told anything.
final class SignatureTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void itIsTheHmacOfIdTimeAndBody() {
    // printf '%s' 'id-1.1767225600.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
    assertThat(Signature.of("0123456789abcdef", "id-1", 1767225600, BODY))
        .isEqualTo("v1=a31e69b7e57687cf71211f3bc58936daa0625e78d494ec67d04ef76438100e15");
  }

  @Test
  void nothingOfItCanBeExchanged() {
    String signed = Signature.of("0123456789abcdef", "id-1", 1, BODY);
    assertThat(signed)
        .isNotEqualTo(Signature.of("0123456789abcdeg", "id-1", 1, BODY))
        .isNotEqualTo(Signature.of("0123456789abcdef", "id-2", 1, BODY))
        .isNotEqualTo(Signature.of("0123456789abcdef", "id-1", 2, BODY))
        .isNotEqualTo(Signature.of("0123456789abcdef", "id-1", 1, new byte[0]));
  }

  @Test
  void plainHttpStaysOnThisMachineUnlessToldOtherwise() {
    for (String url :
        List.of(
            "https://example.org/x?y=1",
            "http://127.0.0.1:1/",
            "http://[::1]/",
            "http://localhost/")) {
      assertThatCode(() -> Webhook.checkUrl(url, false)).doesNotThrowAnyException();
    }
    assertThatCode(() -> Webhook.checkUrl("http://example.org/", true)).doesNotThrowAnyException();
    for (String url :
        List.of(
            "http://example.org/",
            "http://127.0.0.1.example.org/",
            "http://localhost.example.org/",
            "ftp://example.org/",
            "https://user:word@example.org/",
            "https:///x",
            "https://example.org/#x",
            "file:///etc/passwd",
            "x",
            "https://example.org/" + "x".repeat(2000))) {
      assertThatThrownBy(() -> Webhook.checkUrl(url, false)).isInstanceOf(VolaryException.class);
    }
  }
}
