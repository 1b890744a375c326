package dev.volary.core.restore.donor;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatDigest;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// The large files that a stat cache calls clean, each with the path it was clean at: a renamed
/// directory leaves the attributes of what is in it as they were. 64 bits of a cryptographic digest
/// each, sorted. Thread-safe once made.
final class CleanFiles {
  /// What is beyond this many is not remembered: 32 MiB.
  private static final int MOST = 1 << 22;

  private long[] keys = new long[256];
  private int count;

  private CleanFiles() {}

  /// Returns those of `cache`, which is read to its end.
  static CleanFiles of(StatCacheReader cache) {
    CleanFiles files = new CleanFiles();
    Deque<ByteString> directories = new ArrayDeque<>();
    MessageDigest hash = ObjectHash.sha256();
    for (CachedItem item = cache.peek(); item != null; item = cache.peek()) {
      while (directories.size() >= item.depth() && !directories.isEmpty()) {
        directories.removeLast();
      }
      // What has deeper entries after it is a directory; a file is replaced by what follows it.
      ByteString path =
          directories.isEmpty() ? item.name() : join(directories.getLast(), item.name());
      directories.addLast(path);
      if (item.inode() != 0 && item.clean().isPresent() && files.count < MOST) {
        files.add(key(hash, path, item.clean().get()));
      }
      cache.advance();
    }
    Arrays.sort(files.keys, 0, files.count);
    return files;
  }

  /// Tells whether the file at `path` was clean with these attributes.
  boolean contains(ByteString path, StatDigest attributes) {
    long key = key(ObjectHash.sha256(), path, attributes);
    return Arrays.binarySearch(keys, 0, count, key) >= 0;
  }

  private void add(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
    }
    keys[count++] = key;
  }

  private static long key(MessageDigest hash, ByteString path, StatDigest attributes) {
    ByteWriter text = new ByteWriter(path.size() + 16);
    text.u64(attributes.high()).u32(attributes.low());
    path.writeTo(text);
    hash.update(text.array(), 0, text.size());
    return new ByteReader("a digest", hash.digest()).u64();
  }

  private static ByteString join(ByteString directory, ByteString name) {
    ByteWriter path = new ByteWriter(directory.size() + 1 + name.size());
    directory.writeTo(path);
    path.u8('/');
    name.writeTo(path);
    return ByteString.of(path.array(), 0, path.size());
  }
}
