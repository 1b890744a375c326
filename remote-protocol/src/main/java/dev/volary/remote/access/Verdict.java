package dev.volary.remote.access;

import dev.volary.remote.access.rules.Rule;
import java.util.List;

/// The answer to a request.
public sealed interface Verdict {
  /// Yes.
  ///
  /// @param by each rule that grants it
  record Allowed(List<Rule> by) implements Verdict {
    public Allowed {
      by = List.copyOf(by);
    }
  }

  /// No.
  ///
  /// @param sentence what anybody may hear; the same whether or not the ref exists
  /// @param detail what only those may hear who may read the rules; may be empty
  /// @param rules the rules that decided it, of which `detail` speaks
  record Denied(Reason reason, String sentence, String detail, List<Rule> rules)
      implements Verdict {
    public Denied {
      rules = List.copyOf(rules);
    }

    /// The words for somebody who may read the rules, or may not.
    public String text(boolean mayReadRules) {
      return mayReadRules && !detail.isEmpty() ? sentence + ": " + detail : sentence;
    }
  }

  /// Why not.
  enum Reason {
    /// No rule that counts names the caller.
    NOT_GRANTED,
    /// A rule names the caller, and an exclusive one cuts it off.
    CUT_OFF,
    /// The hub blocks it.
    BLOCKED,
    /// The ref is protected.
    PROTECTED,
    /// The token does not reach so far.
    OUT_OF_SCOPE,
    /// The token has expired.
    EXPIRED,
    /// The rules can't be read, so nobody but the hub's admins gets in.
    RULES_UNREADABLE,
    /// The new rules are none, or leave nobody to change them.
    RULES_REFUSED,
    /// The commit is none that the caller may read.
    COMMIT_HIDDEN,
    /// No such ref is ever spoken of.
    NO_SUCH_PLACE;

    /// The stable name used in JSON and in the audit log.
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// Whether it is a yes.
  default boolean isAllowed() {
    return this instanceof Allowed;
  }
}
