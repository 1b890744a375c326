package dev.volary.core.capture.consistency;

import dev.volary.core.io.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The mounts that a process sees (proc(5), `mountinfo`): tells where on which file system a path
/// of that process lies, so that paths of different containers can be compared.
final class MountTable {
  private static final ByteString SLASH = ByteString.utf8("/");
  private static final int FIELDS = 5;

  private final List<Mount> mounts = new ArrayList<>();

  private record Mount(ByteString device, ByteString root, ByteString point) {}

  /// A place on a file system, whatever it is mounted as.
  ///
  /// @param device the major and minor number, as text
  /// @param path from the file system's own root
  record Place(ByteString device, ByteString path) {
    boolean holds(Place other) {
      return device.equals(other.device) && isBeneath(other.path, path);
    }
  }

  MountTable(ByteString mountinfo) {
    int from = 0;
    while (from < mountinfo.size()) {
      int newline = mountinfo.indexOf((byte) '\n', from);
      int to = newline < 0 ? mountinfo.size() : newline;
      add(mountinfo.substring(from, to));
      from = to + 1;
    }
  }

  private void add(ByteString line) {
    List<ByteString> fields = new ArrayList<>();
    int from = 0;
    while (fields.size() < FIELDS && from < line.size()) {
      int blank = line.indexOf((byte) ' ', from);
      int to = blank < 0 ? line.size() : blank;
      fields.add(unescape(line.substring(from, to)));
      from = to + 1;
    }
    if (fields.size() == FIELDS) {
      mounts.add(new Mount(fields.get(2), fields.get(3), fields.get(4)));
    }
  }

  /// Returns where an absolute path lies: on the last mount of the longest prefix.
  Optional<Place> placeOf(ByteString path) {
    Mount best = null;
    for (Mount mount : mounts) {
      if (isBeneath(path, mount.point())
          && (best == null || mount.point().size() >= best.point().size())) {
        best = mount;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    ByteString rest =
        best.point().equals(SLASH) ? path : path.substring(best.point().size(), path.size());
    ByteString root = best.root().equals(SLASH) ? ByteString.EMPTY : best.root();
    return Optional.of(new Place(best.device(), root.plus(rest)));
  }

  static boolean isBeneath(ByteString path, ByteString above) {
    return above.isEmpty()
        || above.equals(SLASH)
        || path.startsWith(above)
            && (path.size() == above.size() || path.byteAt(above.size()) == '/');
  }

  /// Undoes the kernel's octal escapes of blanks, tabs, newlines and backslashes.
  static ByteString unescape(ByteString text) {
    if (text.indexOf((byte) '\\', 0) < 0) {
      return text;
    }
    byte[] out = new byte[text.size()];
    int length = 0;
    for (int i = 0; i < text.size(); i++) {
      if (text.byteAt(i) == '\\' && i + 3 < text.size() && isOctal(text, i + 1)) {
        out[length++] =
            (byte)
                ((text.byteAt(i + 1) - '0') << 6
                    | (text.byteAt(i + 2) - '0') << 3
                    | (text.byteAt(i + 3) - '0'));
        i += 3;
      } else {
        out[length++] = text.byteAt(i);
      }
    }
    return ByteString.of(out, 0, length);
  }

  private static boolean isOctal(ByteString text, int at) {
    for (int i = at; i < at + 3; i++) {
      if (text.byteAt(i) < '0' || text.byteAt(i) > '7') {
        return false;
      }
    }
    return true;
  }
}
