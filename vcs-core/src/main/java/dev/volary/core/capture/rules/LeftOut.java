package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.scan.DirectoryFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What rules leave out of a directory's commits, and so no commit brings back.
///
/// @param files how many there are that are no directories
/// @param bytes their sizes
/// @param first the paths of the first of them
public record LeftOut(long files, long bytes, List<ByteString> first) {
  /// None at all.
  public static final LeftOut NOTHING = new LeftOut(0, 0, List.of());

  private static final int SHOWN = 3;
  private static final ByteString SLASH = ByteString.utf8("/");

  public LeftOut {
    first = List.copyOf(first);
  }

  /// Counts what `filter` leaves out of `top`; mounted file systems are not looked into.
  public static LeftOut of(DirectoryHandle top, DirectoryFilter filter) throws IOException {
    Count count = new Count();
    if (!filter.equals(DirectoryFilter.NOTHING)) {
      count.walk(new Inside(top, ByteString.EMPTY, false), filter);
    }
    return new LeftOut(count.files, count.bytes, count.first);
  }

  private record Inside(DirectoryHandle directory, ByteString path, boolean leftOut) {
    ByteString pathOf(ByteString name) {
      return path.isEmpty() ? name : path.plus(SLASH).plus(name);
    }
  }

  /// The sum so far.
  private static final class Count {
    private final List<ByteString> first = new ArrayList<>();
    private long files;
    private long bytes;

    void walk(Inside inside, DirectoryFilter filter) throws IOException {
      for (ByteString name : inside.directory().names().stream().sorted().toList()) {
        FileStat stat = inside.directory().stat(name);
        boolean out = inside.leftOut() || filter.leavesOut(name, stat.isDirectory());
        if (stat.isDirectory() && !stat.mountRoot()) {
          try (DirectoryHandle inner = inside.directory().openDirectory(name)) {
            walk(new Inside(inner, inside.pathOf(name), out), filter.inside(name));
          }
        } else if (out) {
          files++;
          bytes += stat.size();
          if (first.size() < SHOWN) {
            first.add(inside.pathOf(name));
          }
        }
      }
    }
  }
}
