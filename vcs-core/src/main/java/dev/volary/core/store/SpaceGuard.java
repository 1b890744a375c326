package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.pack.PackOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses to write when free space would fall under what must stay free. Thread-safe.
public final class SpaceGuard {
  /// Free space is asked for again after so many bytes.
  private static final long STEP_BYTES = 4 << 20;

  /// What one step of the guard sees of the file system.
  ///
  /// @param totalBytes its size
  /// @param freeBytes what this user may still write
  public record Space(long totalBytes, long freeBytes) {}

  /// Where the guard asks; tests put full file systems in.
  @FunctionalInterface
  public interface Probe {
    /// Returns the space of the file system that `directory` is on, now.
    Space space(Path directory) throws IOException;
  }

  private final Path directory;
  private final SpaceLimit limit;
  private final Probe probe;
  private long allowedBytes;

  /// A guard of the file system that `directory` is on.
  public SpaceGuard(Path directory, SpaceLimit limit, Probe probe) {
    this.directory = directory;
    this.limit = limit;
    this.probe = probe;
  }

  /// Returns the space of the real file system.
  public static Space ask(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    return new Space(store.getTotalSpace(), store.getUsableSpace());
  }

  /// Fails with [Fault#NO_SPACE] unless `bytes` more may be written.
  public void spend(long bytes) throws IOException {
    synchronized (this) {
      allowedBytes -= bytes;
      if (allowedBytes >= 0) {
        return;
      }
      Space space = probe.space(directory);
      long spareBytes = space.freeBytes() - limit.reservedBytes(space.totalBytes());
      if (spareBytes < bytes) {
        throw full(space.freeBytes(), limit.reservedBytes(space.totalBytes()));
      }
      allowedBytes = Math.min(spareBytes - bytes, STEP_BYTES);
    }
  }

  private VolaryException full(long freeBytes, long reservedBytes) {
    return new VolaryException(
        Fault.NO_SPACE,
        "The file system of %s has %d MiB free and %d MiB must stay so (depot.minFree); free some space or run `volary gc`"
            .formatted(directory, freeBytes >> 20, reservedBytes >> 20));
  }

  /// Returns `outputs` under this guard; a disk that is full all the same is [Fault#NO_SPACE] too.
  PackOutput.Factory guard(PackOutput.Factory outputs) {
    return file -> {
      try {
        return guard(outputs.create(file));
      } catch (IOException e) {
        throw translated(e);
      }
    };
  }

  private PackOutput guard(PackOutput output) {
    return new PackOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        spend(bytes.remaining());
        try {
          output.write(bytes);
        } catch (IOException e) {
          throw translated(e);
        }
      }

      @Override
      public void sync() throws IOException {
        try {
          output.sync();
        } catch (IOException e) {
          throw translated(e);
        }
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  private IOException translated(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
      throw new VolaryException(
          Fault.NO_SPACE,
          "The file system of " + directory + " is full; free some space or run `volary gc`",
          e);
    }
    return e;
  }
}
