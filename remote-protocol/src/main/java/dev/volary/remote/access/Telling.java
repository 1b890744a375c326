package dev.volary.remote.access;

import dev.volary.remote.access.rules.Rule;
import dev.volary.remote.access.rules.Subject;
import java.util.ArrayList;
import java.util.List;

/// Tells a ruling in lines, one for each rule that was looked at.
final class Telling {
  private Telling() {}

  static List<String> of(Subject subject, Ruling ruling) {
    List<String> lines = new ArrayList<>();
    ruling.blocking(subject).forEach(rule -> lines.add("blocks " + subject + ": " + rule));
    for (Ruling.Candidate one : ruling.counting()) {
      lines.add(
          (one.benefits(subject) ? "grants it to " : "names others than ")
              + subject
              + ": "
              + one.grant().rule());
    }
    for (Rule cutter : ruling.cutters()) {
      lines.add("cuts broader rules off: " + cutter);
    }
    for (Ruling.Candidate one : ruling.cut()) {
      lines.add(
          "is cut off"
              + (one.benefits(subject) ? ", though it names " + subject : "")
              + ": "
              + one.grant().rule());
    }
    return lines;
  }
}
