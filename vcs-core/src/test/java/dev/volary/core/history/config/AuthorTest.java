package dev.volary.core.history.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.Identity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// There is always an author, and the nearest source wins.
final class AuthorTest {
  private static Identity author(Map<String, String> environment, Map<String, String> settings) {
    return new Author(
            environment, key -> Optional.ofNullable(settings.get(key.toString())), "root", "host")
        .identity();
  }

  @Test
  void eachSourceInItsTurn() {
    Map<String, String> settings = Map.of("user.name", "Set", "user.email", "set@x");
    Map<String, String> git = Map.of("GIT_AUTHOR_NAME", "Git", "SUDO_USER", "ann");

    assertThat(author(Map.of(), Map.of())).hasToString("root <root@host>");
    assertThat(author(Map.of("SUDO_USER", "ann"), Map.of())).hasToString("ann <ann@host>");
    assertThat(author(Map.of("SUDO_USER", "ann"), settings)).hasToString("Set <set@x>");
    assertThat(author(git, settings)).hasToString("Git <set@x>");
    assertThat(author(git, Map.of())).hasToString("Git <ann@host>");
    assertThat(author(Map.of("VOLARY_AUTHOR", "Bob B <bob@y>"), settings))
        .hasToString("Bob B <bob@y>");
    assertThat(author(Map.of("VOLARY_AUTHOR", "Bob"), settings)).hasToString("Bob <set@x>");
  }

  @Test
  void oddNamesDoNoHarm() {
    assertThat(author(Map.of("VOLARY_AUTHOR", "<>\n"), Map.of()))
        .hasToString("unknown <root@host>");
    assertThat(new Identity("a\nb<c>", " d e ")).hasToString("abc <de>");
    assertThat(new Identity("...", "")).hasToString("unknown <>");
  }
}
