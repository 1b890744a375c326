package dev.volary.core.history.config;

import dev.volary.core.history.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Finds out who makes a commit; there is always an answer.
///
/// @param environment the variables of the process
/// @param settings looks a setting up, the nearest file first; empty where it is not set
/// @param user the account the process runs as
/// @param host the name of the machine
public record Author(
    Map<String, String> environment,
    Function<SettingKey, Optional<String>> settings,
    String user,
    String host) {
  private static final SettingKey NAME = SettingKey.parse("user.name");
  private static final SettingKey EMAIL = SettingKey.parse("user.email");

  /// Copies the map.
  public Author {
    environment = Map.copyOf(environment);
  }

  /// Name and address, each from the first that has it: the environment (`VOLARY_AUTHOR` as `Name
  /// <address>`, then `VOLARY_AUTHOR_NAME` and `_EMAIL`, then Git's), the settings, the account
  /// that called `sudo`, the account on this machine.
  public Identity identity() {
    Optional<Identity> whole = variable("VOLARY_AUTHOR").map(Author::split);
    String account = variable("SUDO_USER").filter(u -> !u.equals("root")).orElse(user);
    String name =
        whole
            .map(Identity::name)
            .or(() -> first(List.of("VOLARY_AUTHOR_NAME", "GIT_AUTHOR_NAME")))
            .or(() -> settings.apply(NAME).filter(v -> !v.isBlank()))
            .orElse(account);
    String email =
        whole
            .map(Identity::email)
            .filter(e -> !e.isEmpty())
            .or(() -> first(List.of("VOLARY_AUTHOR_EMAIL", "GIT_AUTHOR_EMAIL")))
            .or(() -> settings.apply(EMAIL).filter(v -> !v.isBlank()))
            .or(() -> variable("EMAIL"))
            .orElse(account + "@" + host);
    return new Identity(name, email);
  }

  private Optional<String> first(List<String> names) {
    return names.stream().flatMap(name -> variable(name).stream()).findFirst();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static Identity split(String text) {
    int open = text.indexOf('<');
    return open < 0
        ? new Identity(text, "")
        : new Identity(text.substring(0, open), text.substring(open + 1));
  }
}
