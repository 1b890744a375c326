package dev.volary.core.store;

import dev.volary.core.session.Session;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.read.PackFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds and removes pack and index files that no manifest lists.
final class StrayFiles {
  private StrayFiles() {}

  static List<Path> find(ObjectStore store) {
    try {
      List<Path> out = new ArrayList<>();
      // First the files, then the manifest: what is listed in between is not taken for stray.
      List<Path> packs = list(store.files().packsDirectory());
      List<Path> incoming = list(store.files().incomingDirectory());
      Manifest manifest = store.manifests().load();
      Set<String> listed = new HashSet<>();
      manifest.packs().forEach(pack -> listed.add(pack.name() + PackFiles.SUFFIX));
      packs.removeIf(file -> listed.contains(String.valueOf(file.getFileName())));
      out.addAll(packs);
      out.addAll(incoming);
      out.addAll(store.indexDirectory().unlisted(manifest));
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of " + store.directory(), e);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> out = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(out::add);
    }
    return out;
  }

  /// A session that begins after the look is no danger: its files are not in the list.
  static long remove(ObjectStore store, Session session) {
    try {
      List<Path> stray = find(store);
      if (session.othersActive()) {
        return 0;
      }
      long bytes = 0;
      Set<Path> still = new HashSet<>(find(store));
      for (Path file : stray) {
        if (still.contains(file) && Files.exists(file)) {
          bytes += Files.size(file);
          Files.deleteIfExists(file);
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean " + store.directory(), e);
    }
  }
}
