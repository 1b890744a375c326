package dev.volary.cli.docker.plugin.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What containers may do with a volume's data.
public enum Mode {
  /// Write to a branch's worktree.
  RW,
  /// Read only.
  RO,
  /// Write to a copy that is thrown away after the last unmount.
  SCRATCH;

  /// Returns the word for it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Mode> of(String word) {
    return Stream.of(values()).filter(mode -> mode.word().equals(word)).findFirst();
  }
}
