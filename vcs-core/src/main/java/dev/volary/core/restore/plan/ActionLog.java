package dev.volary.core.restore.plan;

import java.util.Arrays;

/// The actions of a plan in walking order: one byte for each name in a directory that has work, one
/// for a whole subtree that has none.
public final class ActionLog {
  private byte[] codes = new byte[1024];
  private int size;
  private int next;

  /// Returns where the next action will stand.
  int size() {
    return size;
  }

  void add(Action action) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, size * 2);
    }
    codes[size++] = action.code();
  }

  void set(int index, Action action) {
    codes[index] = action.code();
  }

  /// Forgets everything from `index` on.
  void truncate(int index) {
    size = index;
  }

  /// Tells whether everything from `index` on is left as it is.
  boolean isQuiet(int index) {
    for (int i = index; i < size; i++) {
      if (codes[i] != Action.LEAVE.code()) {
        return false;
      }
    }
    return true;
  }

  /// Begins to read from the first.
  public void rewind() {
    next = 0;
  }

  /// Reads the next action.
  public Action take() {
    if (next == size) {
      throw new IllegalStateException("the plan has no further action");
    }
    return Action.of(codes[next++]);
  }
}
