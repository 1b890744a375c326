package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.ProgressDisplay;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import java.util.OptionalLong;

/// Shows how far a transfer is.
public final class TransferDisplay implements TransferProgress {
  private final ProgressDisplay display;
  private final Output output;

  /// @param call where it is shown
  public TransferDisplay(Invocation call) {
    this.display = call.progress("asking");
    this.output = call.output();
  }

  @Override
  public void at(TransferPhase phase, long bytes, OptionalLong total) {
    display.about(bytes, total.orElse(0), word(phase));
  }

  @Override
  public void said(String line) {
    output.talk("remote: " + line);
  }

  private static String word(TransferPhase phase) {
    return switch (phase) {
      case REFS -> "asking";
      case HISTORY -> "history";
      case TREES -> "directories";
      case BYTES -> "data";
      case CHECK -> "checking";
    };
  }
}
