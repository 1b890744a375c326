package dev.volary.core.store.write;

import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.PackWriter;
import dev.volary.core.store.read.PackFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The packs that one transaction is writing: as many at once as pay, each flushed while it grows,
/// so that the end of a large commit is not one burst of fsync. Thread-safe.
public final class PackStreams implements AutoCloseable {
  /// A pack is flushed whenever it has grown by so much.
  private static final long FLUSH_BYTES = 16 << 20;

  /// A record that has been written.
  public record Placement(UniqueName pack, int offset) {}

  private final PackFiles files;
  private final PackPlan plan;
  private final Flusher flusher = new Flusher();
  private final PackLane data;
  private final PackLane metadata;
  private final Set<PackWriter> open = new HashSet<>();
  private final List<PackFacts> finished = new ArrayList<>();
  private long storedBytes;

  /// Writes in the directory of incoming packs of `files`.
  public PackStreams(PackFiles files, PackPlan plan) {
    this.files = files;
    this.plan = plan;
    this.data = new PackLane(PackKind.DATA, this::create, this::allowed);
    this.metadata = new PackLane(PackKind.METADATA, this::create, this::allowed);
  }

  /// Appends the record that `made` makes for the pack it is going into.
  public Placement append(PackKind kind, Function<UniqueName, PackRecord> made) throws IOException {
    PackLane lane =
        switch (kind) {
          case DATA -> data;
          case METADATA -> metadata;
        };
    PackWriter writer = lane.borrow();
    boolean goesOn = false;
    try {
      int before = writer.size();
      int offset = writer.append(made.apply(writer.name()));
      wrote(writer, before);
      goesOn = writer.size() < plan.packBytes();
      if (!goesOn) {
        finish(writer);
      }
      return new Placement(writer.name(), offset);
    } finally {
      if (goesOn) {
        lane.giveBack(writer);
      } else {
        lane.ended();
      }
    }
  }

  private void wrote(PackWriter writer, int before) throws IOException {
    synchronized (this) {
      storedBytes += writer.size() - before;
    }
    if (before / FLUSH_BYTES != writer.size() / FLUSH_BYTES) {
      flusher.flush(writer);
    }
  }

  private PackWriter create(PackKind kind) throws IOException {
    UniqueName name = UniqueName.random(plan.random());
    PackWriter writer = PackWriter.create(files.unpublished(name), kind, name, plan.outputs());
    synchronized (this) {
      open.add(writer);
      storedBytes += writer.size();
    }
    return writer;
  }

  /// A small commit gets one pack of a kind, a large one several.
  private synchronized int allowed() {
    long grown = 1 + storedBytes / plan.packBytes();
    return (int) Math.min(grown, Math.max(1, plan.workers() / 2));
  }

  private void finish(PackWriter writer) throws IOException {
    int before = writer.size();
    PackFacts facts = writer.finish();
    flusher.flush(writer);
    synchronized (this) {
      storedBytes += facts.sizeBytes() - before;
      finished.add(facts);
    }
  }

  /// Returns the bytes written so far.
  public synchronized long storedBytes() {
    return storedBytes;
  }

  /// Finishes all packs and returns them, durable; no thread may be appending.
  public List<PackFacts> finishAll() throws IOException {
    for (PackWriter writer : data.drain()) {
      finish(writer);
    }
    for (PackWriter writer : metadata.drain()) {
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
