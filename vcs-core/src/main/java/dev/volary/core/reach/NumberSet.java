package dev.volary.core.reach;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// A set of numbers as a bitmap of blocks that are made when first needed.
///
/// 100 million numbers given one after the other take 13 MB. Not thread-safe.
public final class NumberSet {
  private static final int BLOCK_BITS = 16;
  private static final int WORDS = (1 << BLOCK_BITS) / Long.SIZE;

  private static final long[] NONE = new long[WORDS];

  private final Map<Long, long[]> blocks = new HashMap<>();
  private long size;

  /// Puts `number` in; returns whether it was not there.
  public boolean add(long number) {
    long[] block = blocks.computeIfAbsent(number >>> BLOCK_BITS, key -> new long[WORDS]);
    int word = wordOf(number);
    long bit = 1L << number;
    if ((block[word] & bit) != 0) {
      return false;
    }
    block[word] |= bit;
    size++;
    return true;
  }

  /// Tells whether `number` is in.
  public boolean contains(long number) {
    long[] block = blocks.get(number >>> BLOCK_BITS);
    return block != null && (block[wordOf(number)] & 1L << number) != 0;
  }

  /// Returns how many numbers are in.
  public long size() {
    return size;
  }

  /// Returns how many numbers are in that `other` lacks.
  long sizeWithout(NumberSet other) {
    long count = 0;
    for (Map.Entry<Long, long[]> entry : blocks.entrySet()) {
      long[] block = entry.getValue();
      long[] theirs = other.blocks.getOrDefault(entry.getKey(), NONE);
      for (int i = 0; i < WORDS; i++) {
        count += Long.bitCount(block[i] & ~theirs[i]);
      }
    }
    return count;
  }

  /// Returns a set of the same numbers.
  NumberSet copy() {
    NumberSet out = new NumberSet();
    blocks.forEach((key, block) -> out.blocks.put(key, block.clone()));
    out.size = size;
    return out;
  }

  /// Writes the blocks, ascending, each as its words that are not zero.
  void writeTo(ByteWriter out) {
    out.varint(blocks.size());
    new TreeMap<>(blocks)
        .forEach((key, block) -> {
          out.varint(key);
          out.varint(Arrays.stream(block).filter(word -> word != 0).count());
          int before = -1;
          for (int i = 0; i < WORDS; i++) {
            if (block[i] != 0) {
              out.varint(i - before - 1L).u64(block[i]);
              before = i;
            }
          }
        });
  }

  /// Reads what [#writeTo] wrote, of at most `maxBlocks` blocks.
  static NumberSet read(ByteReader in, int maxBlocks) {
    NumberSet out = new NumberSet();
    long before = -1;
    for (long left = in.varint(maxBlocks); left > 0; left--) {
      long key = in.varint(maxBlocks);
      if (key <= before) {
        throw in.corrupt("its blocks are not in order");
      }
      before = key;
      long[] block = new long[WORDS];
      int word = -1;
      long words = in.varint(WORDS);
      for (long more = words; more > 0; more--) {
        word += 1 + (int) in.varint(WORDS - 2L - word);
        block[word] = in.u64();
        if (block[word] == 0) {
          throw in.corrupt("a word of it is zero");
        }
        out.size += Long.bitCount(block[word]);
      }
      if (words == 0) {
        throw in.corrupt("a block of it is empty");
      }
      out.blocks.put(key, block);
    }
    return out;
  }

  private static int wordOf(long number) {
    return (int) (number >>> 6) & (WORDS - 1);
  }
}
