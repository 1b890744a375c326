package dev.volary.cli.output;

import dev.volary.core.io.RawText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The line of a terminal that is overwritten again and again, and makes room for other lines.
/// Thread-safe.
final class TransientLine {
  private final OutputStream terminal;
  private boolean shown;

  TransientLine(OutputStream terminal) {
    this.terminal = terminal;
  }

  synchronized void show(String text) {
    write("\r" + text + "\u001b[K");
    shown = true;
  }

  /// Takes the line away, if there is one.
  synchronized void clear() {
    if (shown) {
      shown = false;
      write("\r\u001b[K");
    }
  }

  private void write(String text) {
    try {
      terminal.write(RawText.encode(text).bytes());
      terminal.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
