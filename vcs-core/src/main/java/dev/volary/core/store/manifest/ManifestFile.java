package dev.volary.core.store.manifest;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.GenerationSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The file `manifest` of a depot: read without a lock, replaced in one step under one.
///
/// Thread-safe, and safe between processes. A reader sees one whole manifest, perhaps one that has
/// just been replaced: what it then misses, it looks for again in the next one.
public final class ManifestFile implements GenerationSource {
  private static final String NAME = "manifest";
  private static final String LOCK = "manifest";

  private final Path depot;
  private final Path file;
  private final Duration timeout;

  private ManifestFile(Path depot, Duration timeout) {
    this.depot = depot;
    this.file = depot.resolve(NAME);
    this.timeout = timeout;
  }

  /// The manifest of `depot`; whoever edits it waits up to `timeout` for the others who do.
  public static ManifestFile of(Path depot, Duration timeout) {
    return new ManifestFile(depot, timeout);
  }

  /// Publishes the first manifest, unless there is one.
  public void create() throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, LOCK, "creating the depot", timeout)) {
      if (!Files.exists(file)) {
        AtomicFile.publish(file, ManifestCodec.encode(Manifest.empty()));
      }
    }
  }

  /// Reads and checks the published manifest.
  public Manifest load() throws IOException {
    byte[] bytes = read(ManifestCodec.MAX_SIZE + 1);
    if (bytes.length > ManifestCodec.MAX_SIZE) {
      throw VolaryException.corrupt(file.toString(), "it is far too long");
    }
    return ManifestCodec.decode(file.toString(), bytes);
  }

  /// Reads the generation of the published manifest, and nothing else of it.
  @Override
  public long current() throws IOException {
    byte[] bytes = read(ManifestCodec.HEADER_SIZE);
    return ManifestCodec.generation(file.toString(), bytes, bytes.length);
  }

  /// Publishes what `change` makes of the manifest published now; durable when it returns.
  ///
  /// Everything the change lists must be flushed before, its directory entries too. `operation` is
  /// what others are told that have to wait. Fails with [Fault#BUSY] where the lock can't be had.
  public Manifest edit(String operation, Change change) throws IOException {
    return edit(operation, Optional.empty(), change);
  }

  /// The same, if `expected` is still the published manifest; else fails with [Fault#BUSY].
  public Manifest edit(String operation, Manifest expected, Change change) throws IOException {
    return edit(operation, Optional.of(expected), change);
  }

  /// Publishes a manifest made from the packs that were found, in the place of one that cannot be
  /// read. The caller makes sure that its generation is above every one there was.
  public void rebuild(Manifest manifest) throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, LOCK, "rebuilding the manifest", timeout)) {
      AtomicFile.publish(file, ManifestCodec.encode(manifest));
    }
  }

  private Manifest edit(String operation, Optional<Manifest> expected, Change change)
      throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, LOCK, operation, timeout)) {
      Manifest base = load();
      if (expected.isPresent() && expected.get().generation() != base.generation()) {
        throw new VolaryException(
            Fault.BUSY,
            file + " was replaced while " + operation + " was being prepared; try again");
      }
      ManifestEdit edit = new ManifestEdit(base);
      change.apply(edit);
      Manifest next = edit.finish();
      AtomicFile.publish(file, ManifestCodec.encode(next));
      return next;
    }
  }

  private byte[] read(int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    } catch (NoSuchFileException e) {
      throw new VolaryException(
          Fault.NOT_FOUND, "there is no depot in " + depot + ": it has no manifest", e);
    }
  }

  /// What is done to a manifest under its lock.
  @FunctionalInterface
  public interface Change {
    /// Edits; a failure leaves the published manifest as it is.
    void apply(ManifestEdit edit) throws IOException;
  }
}
