package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import java.util.Optional;

/// What became of one ref, for showing it in Git's words.
///
/// @param source the ref on the side it was taken from; empty where one was removed
/// @param target the ref that moved, or was to
/// @param before where the target stood
/// @param after where it stands, or was to
public record RefOutcome(
    Optional<RefName> source,
    RefName target,
    Kind kind,
    Optional<GitObjectId> before,
    Optional<GitObjectId> after) {
  private static final int SHORT = 10;

  /// What may become of a ref.
  public sealed interface Kind {}

  /// How a ref moved, or why it need not.
  public enum Moved implements Kind {
    /// It stands there already.
    UP_TO_DATE,
    /// It was made.
    CREATED,
    /// It went on to a descendant.
    FORWARD,
    /// It moved and left commits behind.
    FORCED,
    /// It was removed.
    DELETED
  }

  /// It did not move.
  ///
  /// @param remote whether the other side says so
  /// @param fault what can be done about it
  /// @param reason in Git's words
  public record Rejected(boolean remote, Fault fault, String reason) implements Kind {}

  /// Tells whether it stands where it was to.
  public boolean isDone() {
    return !(kind instanceof Rejected);
  }

  /// Returns the sign Git puts in front of the line.
  public char sign() {
    return switch (kind) {
      case Moved moved ->
          switch (moved) {
            case UP_TO_DATE -> '=';
            case CREATED -> '*';
            case FORWARD -> ' ';
            case FORCED -> '+';
            case DELETED -> '-';
          };
      case Rejected _ -> '!';
    };
  }

  /// Returns what Git says in the first column, such as `[new branch]` or `1f2e3d4c5b..6a7b8c9d0e`.
  public String summary() {
    return switch (kind) {
      case Moved moved ->
          switch (moved) {
            case UP_TO_DATE -> "[up to date]";
            case CREATED -> "[new " + what() + "]";
            case FORWARD -> shortId(before) + ".." + shortId(after);
            case FORCED -> shortId(before) + "..." + shortId(after);
            case DELETED -> "[deleted]";
          };
      case Rejected rejected -> rejected.remote() ? "[remote rejected]" : "[rejected]";
    };
  }

  /// Returns what Git says in brackets at the end of the line, or nothing.
  public Optional<String> remark() {
    return switch (kind) {
      case Moved moved -> moved == Moved.FORCED ? Optional.of("forced update") : Optional.empty();
      case Rejected rejected -> Optional.of(rejected.reason());
    };
  }

  private String what() {
    RefName named = source.orElse(target);
    return named.isBranch() ? "branch" : named.isTag() ? "tag" : "ref";
  }

  private static String shortId(Optional<GitObjectId> id) {
    return id.map(object -> object.toHex().substring(0, SHORT)).orElse("");
  }
}
