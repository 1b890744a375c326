package dev.volary.core.restore;

/// Is told how far a restore is. Called by several threads.
@FunctionalInterface
public interface RestoreListener {
  /// Tells nobody.
  RestoreListener NONE = (entries, bytes) -> {};

  /// Takes how many entries are done and how many bytes of content were written.
  void progress(long entries, long bytes);
}
