package dev.volary.remote.access.rules;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What differs between two states of a level's rules, wherever it stands in the text.
public final class RuleChanges {
  private RuleChanges() {}

  /// One thing that rules say.
  ///
  /// @param pattern empty where it is about operations on volumes
  private record Saying(Optional<String> pattern, Object what) {}

  private record Granted(Operation operation, Grantee to, boolean temporary) {}

  private record Kept(
      boolean noDelete, boolean noForce, Optional<Set<Grantee>> only, Until until) {}

  /// The patterns of which different things are said before and after; empty if something differs
  /// that is about no ref.
  public static Optional<Set<String>> between(AccessRules before, AccessRules after) {
    Set<Saying> old = sayings(before);
    Set<Saying> differing = sayings(after);
    Set<Saying> common = new HashSet<>(old);
    common.retainAll(differing);
    differing.addAll(old);
    differing.removeAll(common);
    Set<String> patterns = new HashSet<>();
    for (Saying saying : differing) {
      if (saying.pattern().isEmpty()) {
        return Optional.empty();
      }
      patterns.add(saying.pattern().get());
    }
    return Optional.of(patterns);
  }

  private static Set<Saying> sayings(AccessRules rules) {
    Set<Saying> sayings = new HashSet<>();
    for (Section section : rules.sections()) {
      Optional<String> pattern = section.pattern().map(Object::toString);
      for (Section.Grant grant : section.grants()) {
        for (Grantee to : grant.to()) {
          Granted granted = new Granted(grant.operation(), to, section.ends().isPresent());
          sayings.add(new Saying(pattern, granted));
        }
      }
      section.exclusive().keySet().forEach(each -> sayings.add(new Saying(pattern, each)));
    }
    for (Guard guard : rules.guards()) {
      sayings.add(
          new Saying(
              Optional.of(guard.pattern().text()),
              new Kept(guard.noDelete(), guard.noForce(), guard.only(), guard.until())));
    }
    return sayings;
  }
}
