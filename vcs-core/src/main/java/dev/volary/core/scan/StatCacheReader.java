package dev.volary.core.scan;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a stat cache entry by entry. A cache that is missing, damaged or speaks of something else
/// is as good as none: it costs time, never truth. Not thread-safe.
public final class StatCacheReader implements AutoCloseable {
  private static final int MAX_BLOCK = 1 << 20;
  private static final int MAX_NAME = 255;

  private final InputStream in;
  private ByteReader block = new ByteReader("the stat cache", new byte[0]);
  private ByteString previous = ByteString.EMPTY;
  private @Nullable CachedItem next;
  private int sequence;
  private boolean damaged;
  private boolean ended;

  private StatCacheReader(InputStream in) {
    this.in = in;
  }

  /// Opens the cache in `file` if it is there and bound to `binding`.
  public static Optional<StatCacheReader> open(Path file, StatCacheBinding binding) {
    InputStream in = null;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), StatCacheWriter.BLOCK);
      if (binding.equals(header(in))) {
        StatCacheReader reader = new StatCacheReader(in);
        reader.advance();
        return Optional.of(reader);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | VolaryException e) {
      close(in);
      return Optional.empty();
    }
    close(in);
    return Optional.empty();
  }

  private static @Nullable StatCacheBinding header(InputStream in) throws IOException {
    ByteReader header = new ByteReader("the stat cache", in.readNBytes(StatCacheWriter.HEADER));
    if (header.u32() != StatCacheWriter.MAGIC || header.u16() != StatCacheWriter.VERSION) {
      return null;
    }
    int length = header.u16();
    int checksum = header.u32();
    byte[] body = header.bytes(length);
    if (checksum != StatCacheWriter.checksum(StatCacheWriter.VERSION, body, length)) {
      return null;
    }
    return StatCacheBinding.read(new ByteReader("the stat cache", body));
  }

  /// Returns the next entry without passing it, or null after the last.
  public @Nullable CachedItem peek() {
    return next;
  }

  /// Passes the next entry.
  public void advance() {
    if (ended) {
      next = null;
      return;
    }
    try {
      if (block.remaining() == 0 && !readBlock()) {
        ended = true;
        next = null;
        return;
      }
      next = readItem();
    } catch (IOException | VolaryException e) {
      damaged = true;
      ended = true;
      next = null;
    }
  }

  /// Tells whether the entries ended early, so that what follows is not known.
  public boolean damaged() {
    return damaged;
  }

  private CachedItem readItem() {
    long head = block.varint(Integer.MAX_VALUE * 4L + 3);
    int shared = (int) block.varint(previous.size());
    ByteString suffix = block.sized(MAX_NAME);
    if (shared + suffix.size() > MAX_NAME) {
      throw block.corrupt("a name of " + (shared + suffix.size()) + " bytes");
    }
    ByteWriter name = new ByteWriter(shared + suffix.size());
    name.bytes(previous.bytes(), 0, shared);
    suffix.writeTo(name);
    previous = ByteString.of(name.array(), 0, name.size());
    Optional<StatDigest> clean =
        (head & 1) == 0 ? Optional.empty() : Optional.of(StatDigest.read(block));
    long inode = (head & 2) == 0 ? 0 : block.u64();
    return new CachedItem((int) (head >> 2), previous, clean, inode);
  }

  private boolean readBlock() throws IOException {
    ByteReader head = new ByteReader("the stat cache", in.readNBytes(8));
    int length = head.u32();
    int checksum = head.u32();
    if (length < 0 || length > MAX_BLOCK) {
      throw head.corrupt("a block of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length || checksum != StatCacheWriter.checksum(sequence, bytes, length)) {
      throw head.corrupt("a block has another checksum");
    }
    sequence++;
    previous = ByteString.EMPTY;
    block = new ByteReader("the stat cache", bytes);
    return length > 0;
  }

  private static void close(@Nullable InputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() {
    close(in);
  }
}
