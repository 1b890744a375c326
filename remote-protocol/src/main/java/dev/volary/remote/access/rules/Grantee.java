package dev.volary.remote.access.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/// Whom a rule names: `user:anna`, `group:devs`, `registered` or `anonymous`.
public sealed interface Grantee {
  /// One user.
  record OneUser(String name) implements Grantee {
    public OneUser {
      Subject.checkName(name);
    }

    @Override
    public String toString() {
      return "user:" + name;
    }
  }

  /// The members of a group.
  record Group(String name) implements Grantee {
    public Group {
      Subject.checkName(name);
    }

    @Override
    public String toString() {
      return "group:" + name;
    }
  }

  /// A class of subjects.
  enum Anybody implements Grantee {
    /// Whoever is logged in.
    REGISTERED("registered"),
    /// Whoever is not logged in.
    ANONYMOUS("anonymous");

    private final String text;

    Anybody(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// Whether `subject` is meant.
  default boolean means(Subject subject) {
    return switch (this) {
      case OneUser(String name) -> subject instanceof Subject.User user && user.name().equals(name);
      case Group(String name) ->
          subject instanceof Subject.User user && user.groups().contains(name);
      case Anybody.REGISTERED -> subject instanceof Subject.User;
      case Anybody.ANONYMOUS -> subject instanceof Subject.Anonymous;
    };
  }

  /// Whether what is granted to this is granted to `subject`: what `anonymous` may do, everybody
  /// may, since anybody can log out.
  default boolean benefits(Subject subject) {
    return this == Anybody.ANONYMOUS || means(subject);
  }

  /// The grantee of this text; USAGE if it is none.
  static Grantee parse(String text) {
    if (text.startsWith("user:")) {
      return new OneUser(text.substring("user:".length()));
    }
    if (text.startsWith("group:")) {
      return new Group(text.substring("group:".length()));
    }
    return switch (text) {
      case "registered" -> Anybody.REGISTERED;
      case "anonymous" -> Anybody.ANONYMOUS;
      default ->
          throw new VolaryException(
              Fault.USAGE,
              "'" + text + "' names nobody: write user:NAME, group:NAME, registered or anonymous");
    };
  }

  /// The grantees of a list with commas; an empty text names nobody.
  static Set<Grantee> parseAll(String text) {
    Set<Grantee> all = new LinkedHashSet<>();
    if (!text.isBlank()) {
      for (String one : text.split(",", -1)) {
        all.add(parse(one.strip()));
      }
    }
    return all;
  }

  /// The list with commas that names these, in the order of their texts.
  static String format(Set<Grantee> grantees) {
    TreeSet<String> texts = new TreeSet<>();
    grantees.forEach(grantee -> texts.add(grantee.toString()));
    return String.join(", ", texts);
  }
}
