package dev.volary.core.restore.entry;

import dev.volary.core.linux.FileStat;
import dev.volary.core.scan.StatHasher;
import java.util.Arrays;
import java.util.Optional;

/// The attributes of entries that are known to be as wanted: 64 bits of a cryptographic digest each
/// in an open-addressing table, so that a million of them take 16 MiB. Thread-safe.
public final class StatSet {
  private static final int INITIAL_SLOTS = 1024;

  private final StatHasher hasher = new StatHasher();
  private long[] slots = new long[INITIAL_SLOTS];
  private int used;

  /// Adds the attributes of one entry.
  public synchronized void add(FileStat stat) {
    if (used * 2 >= slots.length) {
      grow();
    }
    insert(digest(stat));
  }

  /// Tells whether an entry with exactly these attributes was added.
  public synchronized boolean contains(FileStat stat) {
    long digest = digest(stat);
    return slots[slot(digest)] == digest;
  }

  private void insert(long digest) {
    int slot = slot(digest);
    if (slots[slot] == 0) {
      slots[slot] = digest;
      used++;
    }
  }

  private int slot(long digest) {
    int slot = (int) digest & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != digest) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[before.length * 2];
    used = 0;
    Arrays.stream(before).filter(digest -> digest != 0).forEach(this::insert);
  }

  /// Never 0, which marks an empty slot.
  private long digest(FileStat stat) {
    return hasher.of(stat, Optional.empty()).high() | 1L << 63;
  }
}
