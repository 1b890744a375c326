package dev.volary.core.capture.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Finds the links by which known programs keep part of their data elsewhere: tablespaces, a
/// write-ahead log on another disk, database directories. A commit would keep the link only.
public final class OutsideLinks {
  private static final ByteString SLASH = ByteString.utf8("/");
  private static final ByteString UP = ByteString.utf8("..");
  private static final ByteString HERE = ByteString.utf8(".");
  private static final ByteString TABLESPACES = ByteString.utf8("pg_tblspc");

  private OutsideLinks() {}

  /// A link that leads data out of a tree.
  ///
  /// @param path of the link, relative to the top
  public record OutsideLink(ByteString path, ByteString target) {}

  /// Returns the links out of the tree `top` in the data directories at `sites`.
  ///
  /// An absolute target counts even where it leads back in: in a copy it would still lead to the
  /// original.
  public static List<OutsideLink> find(DirectoryHandle top, List<PresetSite> sites)
      throws IOException {
    List<OutsideLink> links = new ArrayList<>();
    for (PresetSite site : sites) {
      List<ByteString> path = IgnoreRule.split(site.path());
      switch (site.preset()) {
        case POSTGRES -> {
          collect(top, path, ByteString.utf8("pg_"), links);
          collect(top, path, ByteString.utf8("base"), links);
          collect(top, path, ByteString.utf8("global"), links);
          List<ByteString> tablespaces = new ArrayList<>(path);
          tablespaces.add(TABLESPACES);
          collect(top, tablespaces, ByteString.EMPTY, links);
        }
        case MYSQL -> collect(top, path, ByteString.EMPTY, links);
        case REDIS -> collect(top, path, ByteString.utf8("appendonlydir"), links);
        case NONE -> {}
      }
    }
    return links;
  }

  /// Fails with [Fault#CONFLICT], naming the links, if there are any.
  public static void refuse(List<OutsideLink> links) {
    if (links.isEmpty()) {
      return;
    }
    OutsideLink first = links.getFirst();
    String more = links.size() > 1 ? " (and " + (links.size() - 1) + " more links)" : "";
    throw new VolaryException(
        Fault.CONFLICT,
        first.path()
            + " leads out of the tree to "
            + first.target()
            + more
            + ", so that data would not be kept; move it into the tree, or use"
            + " --allow-outside-links to keep only the link",
        links.stream().map(link -> link.path() + " -> " + link.target()).toList());
  }

  private static void collect(
      DirectoryHandle top, List<ByteString> path, ByteString prefix, List<OutsideLink> links)
      throws IOException {
    DirectoryHandle at = top;
    List<DirectoryHandle> opened = new ArrayList<>();
    try {
      for (ByteString name : path) {
        if (at.statIfPresent(name).filter(FileStat::isDirectory).isEmpty()) {
          return;
        }
        at = at.openDirectory(name);
        opened.add(at);
      }
      collectIn(at, path, prefix, links);
    } finally {
      opened.forEach(DirectoryHandle::close);
    }
  }

  private static void collectIn(
      DirectoryHandle directory, List<ByteString> path, ByteString prefix, List<OutsideLink> links)
      throws IOException {
    List<ByteString> names = new ArrayList<>(directory.names());
    Collections.sort(names);
    for (ByteString name : names) {
      if (name.startsWith(prefix)
          && directory.statIfPresent(name).filter(FileStat::isSymlink).isPresent()) {
        ByteString target = directory.readLink(name);
        if (leadsOut(path, target)) {
          links.add(new OutsideLink(join(path, name), target));
        }
      }
    }
  }

  private static boolean leadsOut(List<ByteString> path, ByteString target) {
    if (target.startsWith(SLASH)) {
      return true;
    }
    int depth = path.size();
    for (ByteString name : IgnoreRule.split(target)) {
      depth += name.equals(UP) ? -1 : name.equals(HERE) ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static ByteString join(List<ByteString> path, ByteString name) {
    ByteString joined = ByteString.EMPTY;
    for (ByteString each : path) {
      joined = joined.plus(each).plus(SLASH);
    }
    return joined.plus(name);
  }
}
