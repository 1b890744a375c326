package dev.volary.remote.access.rules;

import dev.volary.core.error.VolaryException;

/// The rules of one level as they were found: readable or not.
public sealed interface RuleText permits AccessRules, UnreadableRules {
  /// Whose rules they are.
  Level level();

  /// Reads a text that was found stored; one that says nothing readable is no failure here, it
  /// closes the door.
  static RuleText found(Level level, String text) {
    try {
      return AccessRules.parse(level, text);
    } catch (VolaryException e) {
      return new UnreadableRules(level, e.getMessage());
    }
  }
}
