package dev.volary.core.restore.donor;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.entry.Reached;
import dev.volary.core.scan.StatCacheBinding;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Another live copy of the volume, on a file system that shares blocks between files.
///
/// A file of it is taken for what its base says only while its stat cache vouches for it: it is
/// flushed, so that a store through a mapping shows, its attributes are those with which it was
/// clean at this path, and they are still the same after the clone. Thread-safe.
public final class Donor implements AutoCloseable {
  private static final Set<String> SHARING = Set.of("xfs", "btrfs");

  /// After so many refusals in a row nothing more is tried: the copies lie on different disks.
  private static final int MOST_REFUSALS = 16;

  private final DirectoryHandle top;
  private final ObjectSource source;
  private final ObjectId directory;
  private final CleanFiles clean;
  private final AtomicInteger refusals = new AtomicInteger();

  /// What is known of the other copy.
  ///
  /// @param root the tree it is based on
  /// @param statCache what was clean in that
  /// @param bootId names the run of the kernel
  public record Knowledge(ObjectId root, Path statCache, String bootId) {}

  private Donor(DirectoryHandle top, ObjectSource source, ObjectId root, CleanFiles clean) {
    this.top = top;
    this.source = source;
    this.directory = Top.read(source, root).directory();
    this.clean = clean;
  }

  /// Returns the donor in the directory `top`, which it closes in the end; nothing where it can't
  /// be one, and then `top` stays open.
  public static Optional<Donor> of(DirectoryHandle top, Knowledge knowledge, ObjectSource source)
      throws IOException {
    if (!SHARING.contains(top.fileSystem().typeName())) {
      return Optional.empty();
    }
    var binding = new StatCacheBinding(knowledge.root(), knowledge.bootId(), top.stat().dev());
    Optional<StatCacheReader> cache = StatCacheReader.open(knowledge.statCache(), binding);
    if (cache.isEmpty()) {
      return Optional.empty();
    }
    try (StatCacheReader reader = cache.get()) {
      return Optional.of(new Donor(top, source, knowledge.root(), CleanFiles.of(reader)));
    }
  }

  /// Makes `target`, which is new and empty, the `wanted` file from the one at `path` here.
  ///
  /// @return whether it is; if not, it may hold anything
  boolean give(ByteString path, RegularNode wanted, FileHandle target) throws IOException {
    if (refusals.get() >= MOST_REFUSALS || !isInBase(path, wanted)) {
      return false;
    }
    try (Reached at = Reached.open(top, path);
        FileHandle file = at.directory().openFile(at.name(), OpenMode.READ)) {
      file.flush();
      FileStat before = file.stat();
      if (before.size() != wanted.size()
          || before.nlink() != 1
          || !clean.contains(path, new StatHasher().of(before, Optional.empty()))) {
        return false;
      }
      if (!target.cloneRange(file, 0, 0, before.size())) {
        refusals.incrementAndGet();
        return false;
      }
      refusals.set(0);
      return file.stat().isUnchangedSince(before);
    } catch (LinuxException e) {
      return false; // gone, closed to this user, or no room: it is written then, or fails there
    }
  }

  private boolean isInBase(ByteString path, RegularNode wanted) {
    DirectoryReader reader = new DirectoryReader(source);
    ObjectId at = directory;
    int start = 0;
    for (int slash = path.indexOf((byte) '/', 0);
        slash >= 0;
        slash = path.indexOf((byte) '/', start)) {
      Optional<Entry> inside = reader.find(at, path.substring(start, slash));
      if (inside.isEmpty() || !(inside.get().node() instanceof Node.DirectoryNode(ObjectId id))) {
        return false;
      }
      at = id;
      start = slash + 1;
    }
    return reader
        .find(at, path.substring(start, path.size()))
        .filter(entry -> entry.node().equals(wanted))
        .isPresent();
  }

  @Override
  public void close() {
    top.close();
  }
}
