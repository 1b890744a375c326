package dev.volary.core.capture.consistency;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.OpenMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One process as `/proc` shows it. Everything may vanish under one's eyes: then an [IOException].
final class ProcessView {
  private static final ByteString FD = ByteString.utf8("fd");
  private static final ByteString FDINFO = ByteString.utf8("fdinfo");
  private static final ByteString MAPS = ByteString.utf8("maps");
  private static final ByteString CWD = ByteString.utf8("cwd");
  private static final ByteString COMM = ByteString.utf8("comm");
  private static final ByteString MOUNTINFO = ByteString.utf8("mountinfo");
  private static final ByteString NAMESPACES = ByteString.utf8("ns");
  private static final ByteString MOUNTS = ByteString.utf8("mnt");
  private static final ByteString FLAGS = ByteString.utf8("flags:");
  private static final ByteString DELETED = ByteString.utf8(" (deleted)");
  private static final int PIECE = 64 << 10;
  private static final int MAX_FILE = 64 << 20;

  private final DirectoryHandle process;

  ProcessView(DirectoryHandle process) {
    this.process = process;
  }

  String program() throws IOException {
    return text(process, COMM).toString().replace("\\n", "");
  }

  ByteString workingDirectory() throws IOException {
    return process.readLink(CWD);
  }

  MountTable mounts() throws IOException {
    return new MountTable(text(process, MOUNTINFO));
  }

  /// Returns what tells its mount namespace from others.
  ByteString mountNamespace() throws IOException {
    try (DirectoryHandle namespaces = process.openDirectory(NAMESPACES)) {
      return namespaces.readLink(MOUNTS);
    }
  }

  /// Returns the descriptors and the paths they lead to, those of deleted files left out.
  List<Descriptor> descriptors() throws IOException {
    List<Descriptor> open = new ArrayList<>();
    try (DirectoryHandle descriptors = process.openDirectory(FD)) {
      for (ByteString number : descriptors.names()) {
        ByteString path = link(descriptors, number);
        if (isPath(path)) {
          open.add(new Descriptor(number, path));
        }
      }
    }
    return open;
  }

  /// An open file.
  record Descriptor(ByteString number, ByteString path) {}

  /// Tells whether a descriptor can be written to.
  boolean isForWriting(Descriptor descriptor) throws IOException {
    ByteString info;
    try (DirectoryHandle infos = process.openDirectory(FDINFO)) {
      info = text(infos, descriptor.number());
    }
    for (ByteString line : lines(info)) {
      if (line.startsWith(FLAGS)) {
        String octal = line.substring(FLAGS.size(), line.size()).toString().replace("\\t", "");
        return (Long.parseLong(octal.strip(), 8) & 3) != 0;
      }
    }
    return false;
  }

  /// Returns the paths of the files that are mapped so that stores reach them.
  List<ByteString> writableMappings() throws IOException {
    List<ByteString> paths = new ArrayList<>();
    for (ByteString line : lines(text(process, MAPS))) {
      int blank = line.indexOf((byte) ' ', 0);
      int slash = line.indexOf((byte) '/', 0);
      boolean writable =
          blank >= 0
              && blank + 4 < line.size()
              && line.byteAt(blank + 2) == 'w'
              && line.byteAt(blank + 4) == 's';
      if (writable && slash > 0) {
        ByteString path = MountTable.unescape(line.substring(slash, line.size()));
        if (isPath(path)) {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private static boolean isPath(ByteString path) {
    return !path.isEmpty()
        && path.byteAt(0) == '/'
        && !(path.size() > DELETED.size()
            && path.substring(path.size() - DELETED.size(), path.size()).equals(DELETED));
  }

  private static ByteString link(DirectoryHandle directory, ByteString name) {
    try {
      return directory.readLink(name);
    } catch (IOException e) {
      return ByteString.EMPTY; // closed meanwhile
    }
  }

  private static List<ByteString> lines(ByteString text) {
    List<ByteString> lines = new ArrayList<>();
    int from = 0;
    while (from < text.size()) {
      int newline = text.indexOf((byte) '\n', from);
      int to = newline < 0 ? text.size() : newline;
      lines.add(text.substring(from, to));
      from = to + 1;
    }
    return lines;
  }

  /// Reads a file whose size the kernel does not tell.
  private static ByteString text(DirectoryHandle directory, ByteString name) throws IOException {
    ByteWriter text = new ByteWriter();
    byte[] piece = new byte[PIECE];
    try (FileHandle file = directory.openFile(name, OpenMode.READ)) {
      int read = file.read(0, piece, 0, PIECE);
      while (read > 0 && text.size() < MAX_FILE) {
        text.bytes(piece, 0, read);
        read = file.read(text.size(), piece, 0, PIECE);
      }
    }
    return ByteString.of(text.array(), 0, text.size());
  }
}
