package dev.volary.cli.command.scratch;

import dev.volary.core.io.ByteString;
import java.util.List;

/// A script for `sh` in which any bytes stand for themselves, whatever the locale: this program
/// could start another one only with words that the locale can spell.
final class ShellLine {
  private final StringBuilder script = new StringBuilder();
  private int words;

  /// Goes to a directory, or ends with 126.
  ShellLine goTo(ByteString directory) {
    script.append("cd -- ").append(word(directory)).append(" || exit 126\n");
    return this;
  }

  /// Sets an environment variable.
  ShellLine export(String name, ByteString value) {
    script.append("export ").append(name).append('=').append(word(value)).append('\n');
    return this;
  }

  /// Becomes the command.
  ShellLine become(List<ByteString> command) {
    StringBuilder line = new StringBuilder("exec");
    for (ByteString each : command) {
      line.append(' ').append(word(each));
    }
    script.append(line).append('\n');
    return this;
  }

  /// Returns what stands for `bytes` in a command, defining it first where it must be.
  private String word(ByteString bytes) {
    StringBuilder plain = new StringBuilder("'");
    boolean exact = true;
    for (byte each : bytes.bytes()) {
      exact &= each > 0;
      plain.append(each == '\'' ? "'\\''" : String.valueOf((char) each));
    }
    if (exact) {
      return plain.append('\'').toString();
    }
    // A substitution loses newlines at its end, so something else stands there.
    StringBuilder octal = new StringBuilder();
    for (byte each : bytes.bytes()) {
      octal.append("\\%03o".formatted(each & 0xff));
    }
    String name = "volary_word_" + words++;
    script.insert(0, "%s=$(printf '%s_')\n%s=${%s%%_}\n".formatted(name, octal, name, name));
    return "\"$" + name + "\"";
  }

  @Override
  public String toString() {
    return script.toString();
  }
}
