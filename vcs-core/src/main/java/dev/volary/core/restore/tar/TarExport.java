package dev.volary.core.restore.tar;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.entry.DeepStack;
import dev.volary.core.restore.tar.TarHeader.Fields;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/// Writes a tree as a tar stream that GNU tar and libarchive unpack to the same tree: names as
/// bytes, nanoseconds, extended attributes (`SCHILY.xattr`), hard links, devices, and holes (`GNU
/// sparse 1.0`). Not thread-safe.
public final class TarExport {
  /// Tar streams are padded to a multiple of this, in bytes.
  private static final int RECORD = 20 * TarHeader.BLOCK;

  private static final ByteString SLASH = ByteString.utf8("/");

  private final ObjectSource source;
  private final DirectoryReader directories;
  private final FileMapReader maps;
  private final CountingStream out;
  private final Consumer<ByteString> skipped;
  private final Map<LinkGroup, ByteString> linked = new HashMap<>();

  /// An export to `out`, which stays open.
  ///
  /// @param skipped is told the paths of sockets, which tar can't hold
  public TarExport(ObjectSource source, OutputStream out, Consumer<ByteString> skipped) {
    this.source = source;
    this.directories = new DirectoryReader(source);
    this.maps = new FileMapReader(source);
    this.out = new CountingStream(out);
    this.skipped = skipped;
  }

  /// Writes the part of the tree `root` that `paths` asks for, and the end of the stream.
  public void write(ObjectId root, PathFilter paths) throws IOException {
    DeepStack.run(() -> {
      Top top = Top.read(source, root);
      if (paths.isAll()) {
        header('5', ByteString.utf8("./"), ByteString.EMPTY, top.attributes());
      }
      directory(top.directory(), ByteString.EMPTY, paths);
      out.write(new byte[2 * TarHeader.BLOCK]);
      int rest = (int) (out.count() % RECORD);
      out.write(new byte[rest == 0 ? 0 : RECORD - rest]);
      out.flush();
      return out.count();
    });
  }

  private void directory(ObjectId id, ByteString path, PathFilter paths) throws IOException {
    for (Iterator<Entry> each = directories.entries(id); each.hasNext(); ) {
      Entry entry = each.next();
      ByteString name = entry.name();
      ByteString member = path.isEmpty() ? name : path.plus(SLASH).plus(name);
      if (!paths.reaches(member)) {
        continue;
      }
      if (paths.covers(member) || entry.node() instanceof DirectoryNode) {
        entry(entry, member);
      }
      if (entry.node() instanceof DirectoryNode(ObjectId inside)) {
        directory(inside, member, paths);
      }
    }
  }

  private void entry(Entry entry, ByteString path) throws IOException {
    Attributes attributes = entry.attributes();
    if (entry.linkGroup().isPresent()) {
      ByteString first = linked.putIfAbsent(entry.linkGroup().get(), path);
      if (first != null && !(entry.node() instanceof SocketNode)) {
        header('1', path, first, attributes);
        return;
      }
    }
    switch (entry.node()) {
      case RegularNode file -> file(file, path, attributes);
      case DirectoryNode inside -> header('5', path.plus(SLASH), ByteString.EMPTY, attributes);
      case SymlinkNode(ByteString target) -> header('2', path, target, attributes);
      case DeviceNode(boolean block, int major, int minor) ->
          TarHeader.write(
              out,
              new Fields(block ? '4' : '3', path, ByteString.EMPTY, attributes, 0, major, minor),
              new PaxRecords());
      case FifoNode() -> header('6', path, ByteString.EMPTY, attributes);
      case SocketNode() -> skipped.accept(path);
    }
  }

  private void header(char type, ByteString path, ByteString link, Attributes attributes)
      throws IOException {
    TarHeader.write(out, new Fields(type, path, link, attributes, 0, 0, 0), new PaxRecords());
  }

  private void file(RegularNode file, ByteString path, Attributes attributes) throws IOException {
    SparseMap sparse = SparseMap.of(() -> extents(file), file.size());
    PaxRecords records = new PaxRecords();
    long size = file.size();
    ByteString stored = path;
    if (sparse.hasHoles()) {
      records.add("GNU.sparse.major", "1");
      records.add("GNU.sparse.minor", "0");
      records.addName("GNU.sparse.name", path);
      records.add("GNU.sparse.realsize", Long.toString(size));
      size = sparse.mapBytes() + sparse.dataBytes();
      stored = ByteString.utf8("GNUSparseFile.0/data");
    }
    TarHeader.write(
        out, new Fields('0', stored, ByteString.EMPTY, attributes, size, 0, 0), records);
    if (sparse.hasHoles()) {
      sparse.writeMap(out);
    }
    for (Iterator<Extent> each = extents(file); each.hasNext(); ) {
      Extent extent = each.next();
      if (extent.chunk().isPresent()) {
        out.write(source.read(ObjectKind.CHUNK, extent.chunk().get()));
      }
    }
    TarHeader.pad(out, size);
  }

  private Iterator<Extent> extents(RegularNode file) {
    return maps.extents(file.content(), file.size());
  }
}
