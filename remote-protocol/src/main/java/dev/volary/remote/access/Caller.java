package dev.volary.remote.access;

import dev.volary.remote.access.rules.Subject;

/// Who asks, and how much of their rights they brought.
public record Caller(Subject subject, Scope scope) {
  /// Somebody with all their rights.
  public static Caller of(Subject subject) {
    return new Caller(subject, Scope.WHOLE);
  }
}
