package dev.volary.remote.transfer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// Gathers single things, each once while it waits, into lists of a certain size. Not thread-safe.
public final class Batching<T> implements Consumer<T> {
  private final IntSupplier size;
  private final Consumer<List<T>> target;
  private final Set<T> waiting = new LinkedHashSet<>();

  /// Lists of `size` things for `target`.
  public Batching(int size, Consumer<List<T>> target) {
    this(() -> size, target);
  }

  /// Lists of as many things as `size` says when they are full.
  public Batching(IntSupplier size, Consumer<List<T>> target) {
    this.size = size;
    this.target = target;
  }

  @Override
  public void accept(T thing) {
    waiting.add(thing);
    if (waiting.size() >= size.getAsInt()) {
      flush();
    }
  }

  /// Hands over what is left.
  public void flush() {
    if (!waiting.isEmpty()) {
      List<T> batch = new ArrayList<>(waiting);
      waiting.clear();
      target.accept(batch);
    }
  }
}
