package dev.volary.core.verify;

import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.StoreOptions;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// The packs of a store under a manifest and indexes made for the time of a check, so that a store
/// whose own cannot be relied on is checked as fully as any other.
final class Shadow implements AutoCloseable {
  private final Path directory;

  /// Makes one in `temporary` of `packs`, which are files of the store in `original`.
  Shadow(Path temporary, Path original, StoreOptions options, List<PackInfo> packs)
      throws IOException {
    this.directory = Files.createTempDirectory(Files.createDirectories(temporary), "check");
    try {
      Files.createSymbolicLink(
          directory.resolve("packs"), original.resolve("packs").toAbsolutePath());
      ObjectStore.create(directory);
      IndexDirectory indexes = IndexDirectory.open(directory, options.random());
      try (IndexRebuild rebuild = new IndexRebuild(new FoundPacks(original), indexes, 0)) {
        publish(packs, rebuild.write(packs), rebuild.nextObject());
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void publish(List<PackInfo> packs, List<IndexInfo> indexes, long objects)
      throws IOException {
    ObjectStore.manifestOf(directory)
        .edit(
            "checking",
            edit -> {
              edit.reservePacks(packs.isEmpty() ? 0 : (int) packs.getLast().number() + 1);
              edit.reserveObjects(objects);
              packs.forEach(pack -> edit.addPack(pack.withCondemnedIn(pack.condemned() ? 1 : 0)));
              indexes.forEach(edit::addIndex);
            });
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> below = Files.newDirectoryStream(path)) {
        for (Path one : below) {
          delete(one);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
