package dev.volary.cli.command.tree;

import dev.volary.cli.output.JsonObject;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Node;
import java.time.Instant;

/// Entries of a tree as `ls -l` shows them, and as JSON.
final class EntryText {
  private static final String LETTERS = "rwxrwxrwx";

  private EntryText() {}

  /// Returns type and permissions such as `-rw-r--r--`.
  static String mode(Node node, Attributes attributes) {
    StringBuilder text = new StringBuilder().append(letter(node));
    for (int i = 0; i < LETTERS.length(); i++) {
      boolean set = (attributes.mode() & (0400 >> i)) != 0;
      text.append(set ? LETTERS.charAt(i) : '-');
    }
    special(text, (attributes.mode() & 04000) != 0, 3, 's');
    special(text, (attributes.mode() & 02000) != 0, 6, 's');
    special(text, (attributes.mode() & 01000) != 0, 9, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, boolean set, int at, char letter) {
    if (set) {
      boolean executable = text.charAt(at) == 'x';
      text.setCharAt(at, executable ? letter : Character.toUpperCase(letter));
    }
  }

  private static char letter(Node node) {
    return switch (node) {
      case Node.RegularNode _ -> '-';
      case Node.DirectoryNode _ -> 'd';
      case Node.SymlinkNode _ -> 'l';
      case Node.DeviceNode device -> device.block() ? 'b' : 'c';
      case Node.FifoNode _ -> 'p';
      case Node.SocketNode _ -> 's';
    };
  }

  /// Returns what stands where `ls -l` has the size.
  static long size(Node node) {
    return switch (node) {
      case Node.RegularNode file -> file.size();
      case Node.SymlinkNode link -> link.target().size();
      case Node.DirectoryNode _, Node.DeviceNode _, Node.FifoNode _, Node.SocketNode _ -> 0;
    };
  }

  /// Returns ` -> target` for links, ` major, minor` for devices.
  static String suffix(Node node) {
    return switch (node) {
      case Node.SymlinkNode link -> " -> " + link.target();
      case Node.DeviceNode device -> " (" + device.major() + ", " + device.minor() + ")";
      case Node.RegularNode _, Node.DirectoryNode _, Node.FifoNode _, Node.SocketNode _ -> "";
    };
  }

  /// Puts the fields of an entry.
  static void json(JsonObject json, ByteString path, Attributes attributes, Node node) {
    json.put("path", path)
        .put("type", type(node))
        .put("mode", "%04o".formatted(attributes.mode()))
        .put("uid", attributes.uid())
        .put("gid", attributes.gid())
        .put("modified", Instant.ofEpochSecond(attributes.mtimeSeconds(), attributes.mtimeNanos()))
        .put("size", size(node));
    if (node instanceof Node.SymlinkNode link) {
      json.put("target", link.target());
    }
  }

  private static String type(Node node) {
    return switch (node) {
      case Node.RegularNode _ -> "file";
      case Node.DirectoryNode _ -> "directory";
      case Node.SymlinkNode _ -> "symlink";
      case Node.DeviceNode device -> device.block() ? "block-device" : "character-device";
      case Node.FifoNode _ -> "fifo";
      case Node.SocketNode _ -> "socket";
    };
  }
}
