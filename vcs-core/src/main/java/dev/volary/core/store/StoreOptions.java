package dev.volary.core.store;

import dev.volary.core.store.pack.PackOutput;
import java.security.SecureRandom;

/// How a store works; nothing here changes what it means.
///
/// @param workers threads that compress
/// @param pendingBytes plain bytes that may wait for them
/// @param cacheBytes decoded bytes kept for reading
/// @param packBytes size at which a pack is finished
/// @param space what stays free
/// @param probe where free space is asked for
/// @param outputs where pack files are made
/// @param random source of names
/// @param checkIds whether the id of every object put is computed again
public record StoreOptions(
    int workers,
    long pendingBytes,
    long cacheBytes,
    int packBytes,
    SpaceLimit space,
    SpaceGuard.Probe probe,
    PackOutput.Factory outputs,
    SecureRandom random,
    boolean checkIds) {
  /// Returns the usual options: all cores, 32 MiB waiting, 32 MiB cached, packs of 64 MiB named by
  /// `random`.
  public static StoreOptions defaults(SecureRandom random) {
    return new StoreOptions(
        Runtime.getRuntime().availableProcessors(),
        32 << 20,
        32 << 20,
        64 << 20,
        SpaceLimit.DEFAULT,
        SpaceGuard::ask,
        PackOutput::toFile,
        random,
        false);
  }

  /// Returns the same options with another limit of free space.
  public StoreOptions withSpace(SpaceLimit limit) {
    return new StoreOptions(
        workers, pendingBytes, cacheBytes, packBytes, limit, probe, outputs, random, checkIds);
  }

  /// Returns the same options with another source of free space.
  public StoreOptions withProbe(SpaceGuard.Probe other) {
    return new StoreOptions(
        workers, pendingBytes, cacheBytes, packBytes, space, other, outputs, random, checkIds);
  }

  /// Returns the same options with pack files made by `other`.
  public StoreOptions withOutputs(PackOutput.Factory other) {
    return new StoreOptions(
        workers, pendingBytes, cacheBytes, packBytes, space, probe, other, random, checkIds);
  }

  /// Returns the same options with packs finished at `bytes`.
  public StoreOptions withPackBytes(int bytes) {
    return new StoreOptions(
        workers, pendingBytes, cacheBytes, bytes, space, probe, outputs, random, checkIds);
  }

  /// Returns the same options, with the ids of objects put checked.
  public StoreOptions checkingIds() {
    return new StoreOptions(
        workers, pendingBytes, cacheBytes, packBytes, space, probe, outputs, random, true);
  }
}
