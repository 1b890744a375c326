package dev.volary.core.capture;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A directory that is captured again and again, each time on top of what was captured before.
final class LiveTree {
  final Path top;
  final MemoryObjects objects = new MemoryObjects();
  final Path cacheFile;
  CaptureOptions options;
  DirectoryFilter filter = DirectoryFilter.NOTHING;
  UnheldAttributes unheld = UnheldAttributes.NONE;
  Optional<Baseline> base = Optional.empty();

  /// How far the clock is ahead: with ten seconds, files just written are no longer racy.
  Duration ahead = Duration.ofSeconds(10);

  private final Path folder;

  LiveTree(Path top, Path folder) throws IOException {
    this.top = Files.createDirectories(top);
    this.folder = Files.createDirectories(folder);
    this.cacheFile = folder.resolve("cache");
    this.options = CaptureOptions.in(folder);
  }

  CaptureResult commit() throws IOException {
    try (DirectoryHandle handle = open()) {
      CaptureResult result =
          capture()
              .run(request(handle, Optional.of(cacheFile)), objects, objects, CaptureProgress.NONE);
      base = Optional.of(new Baseline(result.root(), result.entries(), result.bytes()));
      result.publishStatCache(cacheFile);
      return result;
    }
  }

  StatusResult status() throws IOException {
    try (DirectoryHandle handle = open()) {
      StatusResult status =
          capture()
              .status(
                  request(handle, Optional.of(cacheFile)), objects, objects, CaptureProgress.NONE);
      status.capture().publishStatCache(cacheFile);
      return status;
    }
  }

  /// The root of the tree captured from nothing into a store of its own.
  ObjectId freshRoot() throws IOException {
    try (DirectoryHandle handle = open()) {
      MemoryObjects other = new MemoryObjects();
      var request =
          new CaptureRequest(handle, Optional.empty(), Optional.empty(), filter, unheld, options);
      CaptureResult result = capture().run(request, other, other, CaptureProgress.NONE);
      result.discardStatCache();
      return result.root();
    }
  }

  Optional<Entry> entry(String path) {
    ObjectId at = Top.read(objects, base.orElseThrow().root()).directory();
    Optional<Entry> entry = Optional.empty();
    for (String name : path.split("/")) {
      entry = new DirectoryReader(objects).find(at, ByteString.utf8(name));
      if (entry.isPresent() && entry.get().node() instanceof Node.DirectoryNode(ObjectId id)) {
        at = id;
      }
    }
    return entry;
  }

  byte[] content(String path) {
    if (!(entry(path).orElseThrow().node()
        instanceof Node.RegularNode(long size, Content content))) {
      throw new AssertionError(path + " is no file");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FileMapReader(objects)
        .extents(content, size)
        .forEachRemaining(extent ->
            out.writeBytes(
                extent
                    .chunk()
                    .map(id -> objects.read(ObjectKind.CHUNK, id))
                    .orElseGet(() -> new byte[(int) extent.length()])));
    return out.toByteArray();
  }

  String text(String path) {
    return new String(content(path), StandardCharsets.UTF_8);
  }

  /// Waits, by changing a file until it shows, for the clock that dates changes to move on.
  void nextTick() throws IOException {
    Path probe = folder.resolve("probe");
    Files.writeString(probe, "");
    Object first = Files.getAttribute(probe, "unix:ctime");
    while (Files.getAttribute(probe, "unix:ctime").equals(first)) {
      Files.writeString(probe, "x");
    }
  }

  DirectoryHandle open() throws IOException {
    return Linux.openRoot(Linux.bytes(top.toRealPath()));
  }

  Capture capture() {
    InstantSource clock = () -> Instant.now().plus(ahead);
    return new Capture(clock, "this run of the kernel");
  }

  CaptureRequest request(DirectoryHandle handle, Optional<Path> cache) {
    return new CaptureRequest(handle, base, cache, filter, unheld, options);
  }
}
