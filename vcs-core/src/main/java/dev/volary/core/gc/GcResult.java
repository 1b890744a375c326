package dev.volary.core.gc;

import java.util.List;

/// What a collection did.
///
/// @param freedBytes by how much packs and stray files became smaller
/// @param deletedPacks packs that are gone
/// @param writtenPacks packs that were written anew
/// @param waitingPacks packs that are condemned and wait for a later run
/// @param waitingFor who may still rely on those, one line each
/// @param skippedPacks packs that could not be written anew for want of space
public record GcResult(
    long freedBytes,
    int deletedPacks,
    int writtenPacks,
    int waitingPacks,
    List<String> waitingFor,
    int skippedPacks) {
  public GcResult {
    waitingFor = List.copyOf(waitingFor);
  }

  /// Tells whether nothing is left for a later run.
  public boolean complete() {
    return waitingPacks == 0 && skippedPacks == 0;
  }
}
