package dev.volary.core.capture;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.scan.Scan;

/// Keeps an absent directory from becoming the new truth: an unmounted disk looks like a volume of
/// which everything was deleted.
final class VanishGuard {
  private VanishGuard() {}

  /// Refuses where the tree is empty, or more than half of the base's entries or bytes are gone.
  static void check(Baseline base, Scan.Totals now) {
    if (base.entries() > 0 && now.entries() == 0) {
      throw refusal("The directory is empty, but the last commit has " + entries(base.entries()));
    }
    if (now.entries() < base.entries() - base.entries() / 2) {
      throw refusal(
          "More than half of the last commit's "
              + entries(base.entries())
              + " are gone ("
              + now.entries()
              + " are left)");
    }
    if (now.bytes() < base.bytes() - base.bytes() / 2) {
      throw refusal(
          "More than half of the last commit's "
              + base.bytes()
              + " bytes are gone ("
              + now.bytes()
              + " are left)");
    }
  }

  private static String entries(long count) {
    return count == 1 ? "1 entry" : count + " entries";
  }

  private static VolaryException refusal(String what) {
    return new VolaryException(
        Fault.CONFLICT,
        what + "; look whether a disk is missing, or commit with --allow-shrink if it is meant");
  }
}
