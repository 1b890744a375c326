package dev.volary.core.store;

import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.PackWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The packs that one transaction is writing: as many at once as pay, each flushed while it grows,
/// so that the end of a large commit is not one burst of fsync. Thread-safe.
final class PackStreams implements AutoCloseable {
  /// A pack is flushed whenever it has grown by so much.
  private static final long FLUSH_BYTES = 16 << 20;

  /// A record that has been written.
  record Placement(UniqueName pack, int offset) {}

  private final PackFiles files;
  private final StoreOptions options;
  private final SpaceGuard guard;
  private final Flusher flusher;
  private final Map<PackKind, Deque<PackWriter>> idle = new EnumMap<>(PackKind.class);
  private final Map<PackKind, Integer> busy = new EnumMap<>(PackKind.class);
  private final Set<PackWriter> open = new HashSet<>();
  private final List<PackFacts> finished = new ArrayList<>();
  private long storedBytes;

  PackStreams(PackFiles files, StoreOptions options, SpaceGuard guard) {
    this.files = files;
    this.options = options;
    this.guard = guard;
    this.flusher = new Flusher();
    for (PackKind kind : PackKind.values()) {
      idle.put(kind, new ArrayDeque<>());
      busy.put(kind, 0);
    }
  }

  /// Appends the record that `made` makes for the pack it is going into.
  Placement append(PackKind kind, Function<UniqueName, PackRecord> made) throws IOException {
    PackWriter writer = borrow(kind);
    try {
      int before = writer.size();
      Placement placement = new Placement(writer.name(), writer.append(made.apply(writer.name())));
      int after = writer.size();
      if (before / FLUSH_BYTES != after / FLUSH_BYTES) {
        flusher.flush(writer);
      }
      addStored(after - before);
      return placement;
    } finally {
      giveBack(kind, writer);
    }
  }

  private PackWriter borrow(PackKind kind) throws IOException {
    synchronized (this) {
      Deque<PackWriter> free = idle.get(kind);
      while (free.isEmpty() && busy.get(kind) >= allowed()) {
        waitForWriter();
      }
      busy.merge(kind, 1, Integer::sum);
      PackWriter writer = free.poll();
      if (writer != null) {
        return writer;
      }
    }
    try {
      return create(kind);
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        busy.merge(kind, -1, Integer::sum);
        notifyAll();
      }
      throw e;
    }
  }

  private PackWriter create(PackKind kind) throws IOException {
    UniqueName name = UniqueName.random(options.random());
    PackWriter writer =
        PackWriter.create(
            files.unpublished(name),
            kind,
            name,
            file -> guard.guard(options.outputs().create(file)));
    synchronized (this) {
      open.add(writer);
    }
    return writer;
  }

  /// A small commit gets one pack of a kind, a large one several.
  private int allowed() {
    long grown = 1 + storedBytes / options.packBytes();
    return (int) Math.min(grown, Math.max(1, options.workers() / 2));
  }

  private void waitForWriter() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw Interruption.during("writing packs", e);
    }
  }

  private void giveBack(PackKind kind, PackWriter writer) throws IOException {
    boolean full = writer.size() >= options.packBytes();
    try {
      if (full) {
        finish(writer);
      }
    } finally {
      synchronized (this) {
        busy.merge(kind, -1, Integer::sum);
        if (!full) {
          idle.get(kind).add(writer);
        }
        notifyAll();
      }
    }
  }

  private void finish(PackWriter writer) throws IOException {
    int before = writer.size();
    PackFacts facts = writer.finish();
    addStored(facts.sizeBytes() - before);
    flusher.flush(writer);
    synchronized (this) {
      finished.add(facts);
    }
  }

  private synchronized void addStored(long bytes) {
    storedBytes += bytes;
  }

  /// Returns the bytes written so far.
  synchronized long storedBytes() {
    return storedBytes;
  }

  /// Finishes all packs and returns them, durable; no thread may be appending.
  List<PackFacts> finishAll() throws IOException {
    List<PackWriter> rest = new ArrayList<>();
    synchronized (this) {
      for (Deque<PackWriter> free : idle.values()) {
        rest.addAll(free);
        free.clear();
      }
    }
    for (PackWriter writer : rest) {
      finish(writer);
    }
    flusher.await();
    synchronized (this) {
      for (PackWriter writer : open) {
        writer.close();
      }
      open.clear();
      List<PackFacts> out = List.copyOf(finished);
      finished.clear();
      return out;
    }
  }

  /// Removes the files of all packs that [#finishAll] has not returned.
  @Override
  public void close() {
    flusher.close();
    synchronized (this) {
      for (PackWriter writer : open) {
        try (writer) {
          files.forget(writer.name());
          Files.deleteIfExists(writer.file());
        } catch (IOException e) {
          throw new UncheckedIOException("cannot remove " + writer.file(), e);
        }
      }
      open.clear();
    }
  }
}
