package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import java.util.Optional;

/// Which refs go where, in Git's notation: `[+]SOURCE[:TARGET]`, each with at most one `*`.
///
/// @param force whether a target may leave commits behind
/// @param source what is taken; empty to delete the target
/// @param target where it goes; empty for the usual place
public record RefSpec(boolean force, String source, String target) {
  /// Refuses what names nothing, or has a `*` on one side only; USAGE.
  public RefSpec {
    boolean fits =
        !(source.isEmpty() && target.isEmpty())
            && stars(source) <= 1
            && (target.isEmpty() || source.isEmpty() || stars(source) == stars(target))
            && !(source.isEmpty() && stars(target) > 0);
    if (!fits) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s:%s' says not which refs go where: write SOURCE, SOURCE:TARGET or :TARGET"
              .formatted(source, target));
    }
  }

  /// The spec people write; USAGE where it is none.
  public static RefSpec parse(String text) {
    boolean force = text.startsWith("+");
    String rest = force ? text.substring(1) : text;
    int colon = rest.indexOf(':');
    return colon < 0
        ? new RefSpec(force, rest, "")
        : new RefSpec(force, rest.substring(0, colon), rest.substring(colon + 1));
  }

  /// All branches of a remote to where they are followed.
  public static RefSpec following(String remote) {
    return new RefSpec(true, RefName.BRANCHES + "*", RefName.REMOTES + remote + "/*");
  }

  /// Tells whether this removes its target.
  public boolean deletes() {
    return source.isEmpty();
  }

  /// Tells whether this stands for any number of refs.
  public boolean isPattern() {
    return source.indexOf('*') >= 0;
  }

  /// Returns where a ref goes by this pattern, if it is meant; the empty text stands for the usual
  /// place.
  public Optional<String> map(RefName ref) {
    int star = source.indexOf('*');
    String before = source.substring(0, star);
    String after = source.substring(star + 1);
    String name = ref.value();
    if (name.length() < before.length() + after.length()
        || !name.startsWith(before)
        || !name.endsWith(after)) {
      return Optional.empty();
    }
    String middle = name.substring(before.length(), name.length() - after.length());
    return Optional.of(target.replace("*", middle));
  }

  private static long stars(String text) {
    return text.chars().filter(c -> c == '*').count();
  }
}
