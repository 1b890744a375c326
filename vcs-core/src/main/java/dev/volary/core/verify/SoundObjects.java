package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.reach.ObjectNumbers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which objects have a sound copy, of which kind and length: four bytes an object.
///
/// Thread-safe for noting; what was noted by threads that have ended can be asked for.
final class SoundObjects {
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK_SIZE = 1 << BLOCK_BITS;

  private final ObjectNumbers numbers;
  private final Map<Long, int[]> blocks = new ConcurrentHashMap<>();

  SoundObjects(ObjectNumbers numbers) {
    this.numbers = numbers;
  }

  void note(ObjectId id, ObjectKind kind, int plainBytes) {
    Optional<Long> number = numbers.numberOf(id);
    if (number.isPresent()) {
      int[] block = blocks.computeIfAbsent(number.get() >>> BLOCK_BITS, b -> new int[BLOCK_SIZE]);
      block[slot(number.get())] = plainBytes << 8 | kind.code();
    }
  }

  /// Tells whether there is a sound copy.
  boolean contains(ObjectId id) {
    return value(id) != 0;
  }

  /// Returns the length of the object's plain bytes, or -1 where no copy is sound or the object is
  /// of another kind.
  int length(ObjectKind kind, ObjectId id) {
    int value = value(id);
    return (value & 0xff) == kind.code() ? value >>> 8 : -1;
  }

  private int value(ObjectId id) {
    Optional<Long> number = numbers.numberOf(id);
    int[] block = number.isEmpty() ? null : blocks.get(number.get() >>> BLOCK_BITS);
    return number.isEmpty() || block == null ? 0 : block[slot(number.get())];
  }

  private static int slot(long number) {
    return (int) number & (BLOCK_SIZE - 1);
  }
}
