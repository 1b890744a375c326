package dev.volary.core.restore;

import dev.volary.core.diff.HeldObjects;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.HostXattrs;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Reads a directory into a tree as plainly as can be: the judge of what was restored.
public final class DiskReader {
  private static final int BLOCK = Extent.HOLE_BLOCK;

  private final HeldObjects objects;
  private final Map<Long, ByteString> firstPaths = new HashMap<>();
  private final Map<Long, Integer> names = new HashMap<>();

  private DiskReader(HeldObjects objects) {
    this.objects = objects;
  }

  /// Returns the root of the tree that stands in `top`.
  public static ObjectId read(DirectoryHandle top, HeldObjects objects) throws IOException {
    DiskReader reader = new DiskReader(objects);
    reader.countLinks(top, ByteString.EMPTY);
    return new Top(attributes(top.stat(), top.ownXattrs()), reader.directory(top)).write(objects);
  }

  private void countLinks(DirectoryHandle directory, ByteString path) throws IOException {
    for (ByteString name : directory.names().stream().sorted().toList()) {
      FileStat stat = directory.stat(name);
      ByteString member = path.isEmpty() ? name : path.plus(ByteString.utf8("/")).plus(name);
      if (stat.isDirectory()) {
        try (DirectoryHandle child = directory.openDirectory(name)) {
          countLinks(child, member);
        }
      } else if (stat.nlink() > 1) {
        firstPaths.putIfAbsent(stat.ino(), member);
        names.merge(stat.ino(), 1, Integer::sum);
      }
    }
  }

  private ObjectId directory(DirectoryHandle directory) throws IOException {
    DirectoryWriter writer = new DirectoryWriter(objects);
    for (ByteString name : directory.names().stream().sorted().toList()) {
      FileStat stat = directory.stat(name);
      Optional<LinkGroup> group =
          names.getOrDefault(stat.ino(), 1) > 1 && !stat.isDirectory()
              ? Optional.of(LinkGroup.of(firstPaths.get(stat.ino())))
              : Optional.empty();
      Attributes attributes = attributes(stat, directory.xattrs(name));
      writer.add(new Entry(name, attributes, group, node(directory, name, stat)));
    }
    return writer.finish();
  }

  private Node node(DirectoryHandle directory, ByteString name, FileStat stat) throws IOException {
    return switch (stat.type()) {
      case REGULAR -> {
        try (FileHandle file = directory.openFile(name, OpenMode.READ)) {
          yield file(file, stat.size());
        }
      }
      case DIRECTORY -> {
        try (DirectoryHandle child = directory.openDirectory(name)) {
          yield new Node.DirectoryNode(directory(child));
        }
      }
      case SYMLINK -> new Node.SymlinkNode(directory.readLink(name));
      case CHAR_DEVICE -> new Node.DeviceNode(false, stat.rdevMajor(), stat.rdevMinor());
      case BLOCK_DEVICE -> new Node.DeviceNode(true, stat.rdevMajor(), stat.rdevMinor());
      case FIFO -> new Node.FifoNode();
      case SOCKET -> new Node.SocketNode();
    };
  }

  private Node file(FileHandle file, long size) throws IOException {
    FileMapWriter map = new FileMapWriter(objects);
    byte[] buffer = new byte[BLOCK];
    long at = 0;
    long hole = 0;
    while (at < size) {
      int length = (int) Math.min(BLOCK, size - at);
      long data = file.nextData(at);
      if (data < 0 || data >= at + length) {
        hole += length;
      } else {
        if (hole > 0) {
          map.hole(hole);
          hole = 0;
        }
        file.read(at, buffer, 0, length);
        map.chunk(objects.chunk(Arrays.copyOf(buffer, length)), length);
      }
      at += length;
    }
    if (hole > 0) {
      map.hole(hole);
    }
    return new Node.RegularNode(size, map.finish());
  }

  private static Attributes attributes(FileStat stat, SortedMap<ByteString, ByteString> xattrs) {
    return new Attributes(
        stat.mode(),
        stat.uid(),
        stat.gid(),
        stat.mtimeSeconds(),
        stat.mtimeNanos(),
        HostXattrs.leaveOut(xattrs));
  }
}
