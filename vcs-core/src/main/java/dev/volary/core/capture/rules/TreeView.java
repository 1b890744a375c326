package dev.volary.core.capture.rules;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.tree.DirectoryReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A directory in which known programs are looked for: a live one, or a committed one. Closing it
/// closes what it opened itself.
sealed interface TreeView extends AutoCloseable {
  boolean isFile(ByteString name) throws IOException;

  boolean isDirectory(ByteString name) throws IOException;

  /// Returns the names of its directories in order; none if it has more than `most` entries.
  List<ByteString> directories(int most) throws IOException;

  TreeView inside(ByteString name) throws IOException;

  @Override
  void close();

  /// A directory on disk; what is mounted in it does not belong to it.
  record Live(DirectoryHandle handle) implements TreeView {
    @Override
    public boolean isFile(ByteString name) throws IOException {
      return handle.statIfPresent(name).filter(FileStat::isRegular).isPresent();
    }

    @Override
    public boolean isDirectory(ByteString name) throws IOException {
      return handle.statIfPresent(name).filter(FileStat::isDirectory).isPresent();
    }

    @Override
    public List<ByteString> directories(int most) throws IOException {
      List<ByteString> names = new ArrayList<>();
      List<ByteString> all = handle.names();
      if (all.size() > most) {
        return names;
      }
      for (ByteString name : all) {
        if (handle.statIfPresent(name).filter(TreeView::isOwn).isPresent()) {
          names.add(name);
        }
      }
      Collections.sort(names);
      return names;
    }

    @Override
    public TreeView inside(ByteString name) throws IOException {
      return new Live(handle.openDirectory(name));
    }

    @Override
    public void close() {
      handle.close();
    }
  }

  /// A directory of a commit.
  record Committed(DirectoryReader reader, ObjectId directory) implements TreeView {
    @Override
    public boolean isFile(ByteString name) {
      return reader
          .find(directory, name)
          .filter(entry -> entry.node() instanceof RegularNode)
          .isPresent();
    }

    @Override
    public boolean isDirectory(ByteString name) {
      return reader.find(directory, name).filter(TreeView::isDirectory).isPresent();
    }

    @Override
    public List<ByteString> directories(int most) {
      List<ByteString> names = new ArrayList<>();
      if (reader.count(directory) <= most) {
        reader
            .entries(directory)
            .forEachRemaining(entry -> {
              if (TreeView.isDirectory(entry)) {
                names.add(entry.name());
              }
            });
      }
      return names;
    }

    @Override
    public TreeView inside(ByteString name) {
      DirectoryNode inner = (DirectoryNode) reader.find(directory, name).orElseThrow().node();
      return new Committed(reader, inner.id());
    }

    @Override
    public void close() {}
  }

  private static boolean isOwn(FileStat stat) {
    return stat.isDirectory() && !stat.mountRoot();
  }

  private static boolean isDirectory(Entry entry) {
    return entry.node() instanceof DirectoryNode;
  }
}
