package dev.volary.remote.client.push;

import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import java.util.OptionalLong;

/// Tells of a transfer of bytes how many there will be, as long as that is known. Thread-safe.
final class PlannedProgress implements TransferProgress {
  private final TransferProgress progress;
  private volatile OptionalLong planned = OptionalLong.empty();

  PlannedProgress(TransferProgress progress) {
    this.progress = progress;
  }

  void plan(OptionalLong bytes) {
    planned = bytes;
  }

  @Override
  public void at(TransferPhase phase, long bytes, OptionalLong total) {
    boolean holds = phase == TransferPhase.BYTES && planned.orElse(0) >= bytes;
    progress.at(phase, bytes, holds ? planned : total);
  }

  @Override
  public void said(String line) {
    progress.said(line);
  }
}
