package dev.volary.remote.transfer;

import java.util.OptionalLong;

/// Is told how far a transfer is, from any thread and often; must not fail and not block for long.
public interface TransferProgress {
  /// Nobody wants to know.
  TransferProgress NONE = (phase, bytes, total) -> {};

  /// So many bytes of `phase` have moved, of `total` if that is known.
  void at(TransferPhase phase, long bytes, OptionalLong total);

  /// What the other side says meanwhile, in one line.
  default void said(String line) {}
}
