package dev.volary.remote.transfer;

import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordCodec;
import dev.volary.remote.wire.RecordStreamWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes records to record streams in files of limited length, each handed on when it is full. Not
/// thread-safe.
public final class PackSplitter implements Consumer<PackRecord>, AutoCloseable {
  private final Path folder;
  private final long maxBytes;
  private final Shipper shipper;
  private Optional<Open> open = Optional.empty();

  /// What happens to a full file.
  @FunctionalInterface
  public interface Shipper {
    /// Sends the stream in `file`, which is removed afterwards.
    void ship(Path file) throws IOException;
  }

  /// Streams of at most `maxBytes` in files of `folder`, sent by `shipper`.
  public PackSplitter(Path folder, long maxBytes, Shipper shipper) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.shipper = shipper;
  }

  /// A file being written.
  private record Open(Path file, OutputStream out, RecordStreamWriter writer) {
    long lengthWith(int more) {
      return writer.bytes() + more + RecordStreamWriter.TRAILER_BYTES;
    }
  }

  @Override
  public void accept(PackRecord record) {
    try {
      byte[] bytes = RecordCodec.encode(record, 0);
      // Descriptors in front of records are counted generously: no record is that short.
      if (open.isPresent() && open.get().lengthWith(bytes.length) > maxBytes - maxBytes / 16) {
        flush();
      }
      if (open.isEmpty()) {
        open = Optional.of(begin());
      }
      open.get().writer.write(bytes, record.slots().size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Open begin() throws IOException {
    Path file = Files.createTempFile(folder, "push-", ".records");
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return new Open(file, out, new RecordStreamWriter(out));
  }

  /// Sends what is written.
  public void flush() throws IOException {
    if (open.isPresent()) {
      Open full = open.get();
      open = Optional.empty();
      try {
        try (full.out) {
          full.writer.finish();
        }
        shipper.ship(full.file);
      } finally {
        Files.deleteIfExists(full.file);
      }
    }
  }

  /// Removes what was not sent.
  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      try (OutputStream _ = open.get().out) {
        Files.deleteIfExists(open.get().file);
      }
      open = Optional.empty();
    }
  }
}
