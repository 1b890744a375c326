package dev.volary.remote.access;

import java.util.List;

/// A verdict with each rule that was looked at and what it came to; for those who may read the
/// rules.
public record Explanation(Verdict verdict, List<String> lines) {
  public Explanation {
    lines = List.copyOf(lines);
  }
}
