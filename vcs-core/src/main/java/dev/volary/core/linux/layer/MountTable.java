package dev.volary.core.linux.layer;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The mounts this process sees at one moment (proc(5), `mountinfo`).
public final class MountTable {
  private static final Path OWN = Path.of("/proc/self/mountinfo");
  private static final int POINT = 4;
  private static final int BEFORE_TYPE = 6;

  private final List<Mounted> mounts;

  private MountTable(List<Mounted> mounts) {
    this.mounts = mounts;
  }

  /// One mount.
  ///
  /// @param point the directory it hides
  /// @param type the kind of file system, such as `overlay`
  /// @param source what was said to be mounted
  public record Mounted(ByteString point, String type, ByteString source) {}

  /// Reads the table.
  public static MountTable read() throws IOException {
    return parse(ByteString.of(Files.readAllBytes(OWN)));
  }

  static MountTable parse(ByteString table) {
    List<Mounted> mounts = new ArrayList<>();
    for (ByteString line : split(table, '\n')) {
      List<ByteString> fields = split(line, ' ');
      int dash = fields.indexOf(ByteString.utf8("-"));
      if (dash >= BEFORE_TYPE && fields.size() > dash + 2) {
        mounts.add(
            new Mounted(
                unescape(fields.get(POINT)),
                fields.get(dash + 1).toString(),
                unescape(fields.get(dash + 2))));
      }
    }
    return new MountTable(mounts);
  }

  /// Returns the topmost mount on exactly the directory `point`.
  public Optional<Mounted> at(ByteString point) {
    Optional<Mounted> top = Optional.empty();
    for (Mounted mount : mounts) {
      if (mount.point().equals(point)) {
        top = Optional.of(mount);
      }
    }
    return top;
  }

  /// Returns the first mount point that lies in the directory `path`.
  public Optional<ByteString> beneath(ByteString path) {
    ByteString inside = path.plus(ByteString.utf8("/"));
    return mounts.stream()
        .map(Mounted::point)
        .filter(point -> point.startsWith(inside))
        .findFirst();
  }

  private static List<ByteString> split(ByteString text, char separator) {
    List<ByteString> parts = new ArrayList<>();
    int from = 0;
    while (from < text.size()) {
      int next = text.indexOf((byte) separator, from);
      int to = next < 0 ? text.size() : next;
      parts.add(text.substring(from, to));
      from = to + 1;
    }
    return parts;
  }

  /// Undoes the kernel's octal escapes of blanks, tabs, newlines and backslashes.
  private static ByteString unescape(ByteString text) {
    byte[] out = new byte[text.size()];
    int length = 0;
    for (int i = 0; i < text.size(); i++) {
      boolean escaped = text.byteAt(i) == '\\' && i + 3 < text.size();
      if (escaped) {
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
}
