package dev.volary.remote.server.hub.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Secrets: their form, their checksum, and that they tell nothing.
final class SecretTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void everyMistypedCharacterIsSeen() {
    String text = Secret.make(Secret.Kind.TOKEN, random).reveal();
    assertThat(text).startsWith("vly_").hasSize(43);
    assertThat(Secret.parse(Secret.Kind.TOKEN, text)).isPresent();
    assertThat(Secret.parse(Secret.Kind.INVITATION, text)).isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'q' ? 'p' : 'q';
      String wrong = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(Secret.parse(Secret.Kind.TOKEN, wrong)).as(wrong).isEmpty();
    }
    assertThat(Secret.parse(Secret.Kind.TOKEN, text + "a")).isEmpty();
    assertThat(Secret.parse(Secret.Kind.TOKEN, "")).isEmpty();
  }

  @Test
  void noTwoAreAlikeAndTheirTextFormsTellNothing() {
    Set<String> hashes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Secret secret = Secret.make(Secret.Kind.INVITATION, random);
      assertThat(secret.toString()).hasSize(5);
      assertThat(hashes.add(secret.hash())).isTrue();
      assertThat(secret.hash()).hasSize(64);
    }
  }
}
