package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.store.manifest.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Writes one index file from ascending entries, in one pass and in memory that does not grow with
/// them (but for the fan-out table: 1/16 byte an entry). Not thread-safe.
///
/// The file counts only once a manifest lists it, so it is written under its final, random name.
public final class IndexWriter implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final IndexHeader plan;
  private final long capacity;
  private final SectionWriter filter;
  private final SectionWriter entries;
  private final int[] fanout;
  private final byte[] entryBytes = new byte[EntryCodec.SIZE];
  private final ByteBuffer blockBytes =
      ByteBuffer.allocate(IndexFilter.BLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private long[] block = IndexFilter.newBlock();
  private long blockNumber;
  private int line;
  private long count;
  private @Nullable IndexEntry previous;
  private boolean finished;

  private IndexWriter(Path path, FileChannel channel, long capacity) {
    this.path = path;
    this.channel = channel;
    this.capacity = capacity;
    this.plan = IndexHeader.forCapacity(capacity, 0);
    this.filter = new SectionWriter(channel, plan.filterStart());
    this.entries = new SectionWriter(channel, plan.entriesStart());
    this.fanout = new int[1 << plan.fanoutBits()];
  }

  /// Creates `path`, which must not exist, for up to `capacity` entries; the filter and the fan-out
  /// table are made for that many, so it should not be far too high.
  public static IndexWriter create(Path path, long capacity) throws IOException {
    if (capacity < 0 || capacity > Manifest.MAX_U32) {
      throw new IllegalArgumentException("an index of " + capacity + " entries");
    }
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new IndexWriter(path, channel, capacity);
  }

  /// Writes an entry, which must come after all before it.
  public void add(IndexEntry entry) throws IOException {
    if (previous != null && previous.compareTo(entry) >= 0) {
      throw new IllegalArgumentException("entries out of order: " + previous + ", " + entry);
    }
    if (count == capacity) {
      throw new IllegalArgumentException("more than " + capacity + " entries");
    }
    blocksBefore(IndexFilter.block(entry.id(), plan.filterBlocks()));
    IndexFilter.add(entry.id(), block);
    for (int own = (int) (entry.id().w0() >>> (64 - plan.fanoutBits())); line < own; line++) {
      fanout[line] = (int) count;
    }
    EntryCodec.write(entry, entryBytes, 0);
    entries.write(entryBytes);
    previous = entry;
    count++;
  }

  /// Completes and flushes the file and returns how many entries it has.
  ///
  /// The directory is left to the caller to flush, once for all files of a publication.
  public long finish() throws IOException {
    blocksBefore(plan.filterBlocks());
    for (; line < fanout.length; line++) {
      fanout[line] = (int) count;
    }
    IndexHeader header = new IndexHeader(plan.fanoutBits(), plan.filterBlocks(), count);
    ByteBuffer head =
        ByteBuffer.allocate((int) header.filterStart()).order(ByteOrder.LITTLE_ENDIAN);
    head.put(header.encode());
    for (int cumulative : fanout) {
      head.putInt(cumulative);
    }
    MessageDigest whole = ObjectHash.sha256();
    whole.update(head.array());
    whole.update(filter.finish());
    whole.update(entries.finish());
    SectionWriter.writeFully(channel, head.flip(), 0);
    SectionWriter.writeFully(channel, ByteBuffer.wrap(whole.digest()), header.checksumStart());
    channel.force(true);
    finished = true;
    return count;
  }

  /// Returns the size of the finished file.
  public long sizeBytes() {
    return new IndexHeader(plan.fanoutBits(), plan.filterBlocks(), count).fileSize();
  }

  /// Closes the file, and deletes it unless it was finished.
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!finished) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void blocksBefore(long wanted) throws IOException {
    for (; blockNumber < wanted; blockNumber++) {
      blockBytes.clear();
      for (long word : block) {
        blockBytes.putLong(word);
      }
      filter.write(blockBytes.array());
      block = IndexFilter.newBlock();
    }
  }
}
