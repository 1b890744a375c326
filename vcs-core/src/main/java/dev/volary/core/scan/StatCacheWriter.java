package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Writes a stat cache beside the one in use: a header of fixed size, then checksummed blocks of
/// front-coded names with 12 bytes for each clean entry and 8 for each large file.
///
/// Entries come in depth-first order, names sorted as unsigned bytes. Not thread-safe; closing it
/// before [#publish] leaves nothing behind.
public final class StatCacheWriter implements AutoCloseable {
  static final int MAGIC = 0x43545356; // VSTC
  static final int VERSION = 2;
  static final int HEADER = 256;
  static final int BLOCK = 64 << 10;

  private final Path file;
  private final FileChannel channel;
  private final ByteWriter block = new ByteWriter(BLOCK + 1024);
  private ByteString previous = ByteString.EMPTY;
  private long position = HEADER;
  private int sequence;
  private boolean kept;

  private StatCacheWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Begins a cache in a new file of `folder`.
  public static StatCacheWriter create(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "statcache", ".new");
    return new StatCacheWriter(file, FileChannel.open(file, StandardOpenOption.WRITE));
  }

  /// Adds an entry with its attributes; `clean` is empty for one that must be read again.
  public void add(int depth, ByteString name, FileStat stat, Optional<StatDigest> clean)
      throws IOException {
    boolean large = stat.isRegular() && stat.size() >= CachedItem.LARGE;
    add(new CachedItem(depth, name, clean, large ? stat.ino() : 0));
  }

  /// Adds an entry.
  public void add(CachedItem item) throws IOException {
    ByteString name = item.name();
    Optional<StatDigest> clean = item.clean();
    int shared = sharedPrefix(previous, name);
    int flags = (clean.isPresent() ? 1 : 0) | (item.inode() == 0 ? 0 : 2);
    block.varint((long) item.depth() << 2 | flags).varint(shared);
    block.sized(name.substring(shared, name.size()));
    clean.ifPresent(digest -> digest.writeTo(block));
    if (item.inode() != 0) {
      block.u64(item.inode());
    }
    previous = name;
    if (block.size() >= BLOCK) {
      flush();
    }
  }

  /// Completes the cache in its own file, bound to `binding`; it can be read there.
  public Path finish(StatCacheBinding binding) throws IOException {
    flush();
    write(new ByteWriter().u32(0).u32(checksum(sequence, new byte[0], 0)));
    ByteWriter body = new ByteWriter();
    binding.writeTo(body);
    ByteWriter header = new ByteWriter(HEADER);
    header.u32(MAGIC).u16(VERSION).u16(body.size());
    header.u32(checksum(VERSION, body.array(), body.size()));
    header.bytes(body.array(), 0, body.size());
    write(ByteBuffer.wrap(header.array(), 0, header.size()), 0);
    channel.close();
    kept = true;
    return file;
  }

  /// Puts a finished cache in the place of `target`.
  public static void publish(Path finished, Path target) throws IOException {
    Files.move(
        finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static int checksum(int seed, byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(seed);
    crc.update(seed >>> 8);
    crc.update(seed >>> 16);
    crc.update(seed >>> 24);
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private void flush() throws IOException {
    if (block.size() == 0) {
      return;
    }
    write(
        new ByteWriter(16).u32(block.size()).u32(checksum(sequence, block.array(), block.size())));
    write(ByteBuffer.wrap(block.array(), 0, block.size()), position);
    position += block.size();
    sequence++;
    previous = ByteString.EMPTY;
    block.reset();
  }

  private void write(ByteWriter words) throws IOException {
    write(ByteBuffer.wrap(words.array(), 0, words.size()), position);
    position += words.size();
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long target = at;
    while (bytes.hasRemaining()) {
      target += channel.write(bytes, target);
    }
  }

  private static int sharedPrefix(ByteString a, ByteString b) {
    int limit = Math.min(a.size(), b.size());
    int shared = 0;
    while (shared < limit && a.byteAt(shared) == b.byteAt(shared)) {
      shared++;
    }
    return shared;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      Files.deleteIfExists(file);
    }
  }
}
