package dev.volary.core.scan;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.LinkGroup;
import java.security.MessageDigest;
import java.util.Optional;

/// Computes stat digests: the first 12 bytes of a SHA-256. Not thread-safe.
public final class StatHasher {
  private final MessageDigest digest = ObjectHash.sha256();
  private final ByteWriter tuple = new ByteWriter(128);

  /// Returns what stands for an entry with these attributes in this hard-link group.
  public StatDigest of(FileStat stat, Optional<LinkGroup> group) {
    tuple.reset();
    tuple.u64(stat.dev()).u64(stat.ino()).u16(stat.type().bits()).u64(stat.size());
    tuple.u64(stat.mtimeSeconds()).u32(stat.mtimeNanos());
    tuple.u64(stat.ctimeSeconds()).u32(stat.ctimeNanos());
    tuple.u16(stat.mode()).u32((int) stat.uid()).u32((int) stat.gid()).u64(stat.nlink());
    tuple.u32(stat.rdevMajor()).u32(stat.rdevMinor());
    group.ifPresent(g -> g.writeTo(tuple));
    digest.update(tuple.array(), 0, tuple.size());
    return StatDigest.read(new ByteReader("a stat digest", digest.digest()));
  }
}
