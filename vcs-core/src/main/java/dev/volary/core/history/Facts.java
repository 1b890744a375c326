package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a commit says about the tree it names.
///
/// @param root the id of the volume's top object
/// @param entries how many entries the tree holds
/// @param bytes the sum of the sizes of its regular files, in bytes
/// @param captured when the capture was complete (UTC)
/// @param policy the rules that were in force
public record Facts(
    ObjectId root,
    long entries,
    long bytes,
    Instant captured,
    Consistency consistency,
    Policy policy) {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /// Refuses negative counts and times outside the years 1970 to 9999.
  public Facts {
    if (entries < 0 || bytes < 0 || captured.isBefore(EARLIEST) || captured.isAfter(LATEST)) {
      throw new VolaryException(
          Fault.USAGE, "A commit counts from zero and is captured in the years 1970 to 9999");
    }
  }

  /// Facts of a tree captured under no rules of the volume's own.
  public Facts(ObjectId root, long entries, long bytes, Instant captured, Consistency consistency) {
    this(root, entries, bytes, captured, consistency, Policy.NONE);
  }

  /// Which rules of the volume were in force when a commit was captured; kept with the commit, so
  /// that they travel with it.
  ///
  /// @param preset the program whose data it is, where the user named one
  /// @param ignoreRules lines in gitignore syntax, in order
  public record Policy(Optional<String> preset, List<String> ignoreRules) {
    /// Nothing was set.
    public static final Policy NONE = new Policy(Optional.empty(), List.of());

    private static final int MAX_RULES = 1000;

    /// Refuses what does not fit on lines of their own; USAGE.
    public Policy {
      ignoreRules = List.copyOf(ignoreRules);
      boolean fits =
          preset.map(word -> word.matches("[a-z0-9-]{1,32}")).orElse(true)
              && ignoreRules.size() <= MAX_RULES
              && ignoreRules.stream().allMatch(Policy::isRule);
      if (!fits) {
        throw new VolaryException(
            Fault.USAGE,
            "A capture's rules are at most 1000 printable lines of up to 1024 characters");
      }
    }

    private static boolean isRule(String line) {
      return !line.isEmpty()
          && line.length() <= 1024
          && line.codePoints()
              .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }
  }
}
