package dev.volary.core.verify;

import java.util.List;

/// What a check found.
///
/// @param findings everything wrong, the first ten thousand
/// @param moreFindings how many others there are
/// @param hurt the roots that are not whole
public record VerifyReport(
    Counts counts, List<Finding> findings, long moreFindings, List<VerifyRoot> hurt) {
  /// What was looked at.
  ///
  /// @param objects copies of objects that decode to their ids
  /// @param directories pages of directories that are reached
  /// @param files contents of files that are reached, each counted once
  /// @param strayFiles files that no manifest lists: harmless, left by crashes or being written
  public record Counts(
      int packs,
      long packBytes,
      long objects,
      int indexes,
      int roots,
      long directories,
      long files,
      int strayFiles) {}

  public VerifyReport {
    findings = List.copyOf(findings);
    hurt = List.copyOf(hurt);
  }

  /// Tells whether nothing is wrong.
  public boolean sound() {
    return findings.isEmpty();
  }
}
