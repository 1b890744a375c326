package dev.volary.remote.access.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Set;
import java.util.regex.Pattern;

/// Who asks.
public sealed interface Subject {
  /// Somebody who proved to be this user.
  record User(String name, Set<String> groups) implements Subject {
    public User {
      checkName(name);
      groups = Set.copyOf(groups);
      groups.forEach(Subject::checkName);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Somebody who is not logged in.
  record Anonymous() implements Subject {
    @Override
    public String toString() {
      return "anonymous";
    }
  }

  /// What names of users and groups look like: `[a-z0-9][a-z0-9._-]*`, at most 100 characters.
  Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /// Refuses what is no name of a user or a group; USAGE.
  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new VolaryException(
          Fault.USAGE,
          "'"
              + name
              + "' is no name: use a-z, 0-9, '.', '_' and '-', beginning with a letter or digit");
    }
  }
}
