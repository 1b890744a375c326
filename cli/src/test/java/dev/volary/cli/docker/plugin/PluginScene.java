package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Catalog;
import dev.volary.cli.docker.plugin.web.PluginServer;
import dev.volary.cli.docker.plugin.web.PluginSocket;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Initialise;
import dev.volary.core.operation.live.Moment;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A depot, the plugin on it, and what Docker would say to it.
final class PluginScene implements AutoCloseable {
  static final Identity ANN = new Identity("Ann", "ann@example.org");
  static final Deadlines PATIENT =
      new Deadlines(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  final Path folder;
  final Surroundings surroundings =
      new Surroundings(InstantSource.system(), new SecureRandom(), Map.of());
  final List<String> log = new CopyOnWriteArrayList<>();
  private Deadlines deadlines = PATIENT;
  private Cloner cloner = Cloner.NONE;
  private Optional<Running> running = Optional.empty();

  PluginScene(Path folder) throws IOException {
    this.folder = folder;
    try (Depot depot = Depot.openOrCreate(folder.resolve("depot"), surroundings)) {
      Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    }
  }

  private record Running(PluginSocket socket, Plugin plugin, PluginServer server) {}

  /// What a call was answered.
  record Answer(int status, JsonObject body) {
    String error() {
      return body.find("Err").orElse("");
    }

    Answer ok() {
      if (status != 200 || !error().isEmpty()) {
        throw new AssertionError(this.toString());
      }
      return this;
    }

    String refused() {
      if (status == 200 || error().isEmpty() || error().startsWith("unexpected")) {
        throw new AssertionError(this.toString());
      }
      return error();
    }

    String mountpoint() {
      return ok().body().text("Mountpoint");
    }
  }

  PluginScene with(Deadlines other) {
    deadlines = other;
    return this;
  }

  PluginScene with(Cloner other) {
    cloner = other;
    return this;
  }

  PluginScene start() throws IOException {
    PluginSocket socket = PluginSocket.at(folder.resolve("s"));
    Plugin plugin =
        Plugin.start(
            folder.resolve("depot"),
            surroundings,
            new Plugin.Setup(live(), deadlines, cloner, log::add));
    running =
        Optional.of(
            new Running(socket, plugin, PluginServer.start(socket.channel(), plugin.driver())));
    return this;
  }

  void stop() throws IOException {
    if (running.isPresent()) {
      running.get().server().close();
      running.get().plugin().close();
      running.get().socket().close();
      running = Optional.empty();
    }
  }

  Path live() {
    return folder.resolve("live");
  }

  Path live(String inner) {
    return live().resolve(inner);
  }

  /// What the plugin works with, for parts of it that are tried without it.
  Workshop workshop() throws IOException {
    try (Depot depot = depot()) {
      return new Workshop(
          folder.resolve("depot"),
          LiveRoot.at(live(), depot),
          surroundings,
          Catalog.open(folder.resolve("depot/docker"), Linux.bootId()),
          log::add);
    }
  }

  Depot depot() throws IOException {
    return Depot.open(folder.resolve("depot"), surroundings);
  }

  /// Calls as Docker does, with its empty host.
  Answer call(String name, String body) {
    String path = name.contains(".") ? name : "VolumeDriver." + name;
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /%s HTTP/1.1\r\nHost: \r\nAccept: application/vnd.docker.plugins.v1.2+json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(path, content.length);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(folder.resolve("s")));
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      String all =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(all.substring(9, 12)),
          JsonText.read(all.substring(end + 4).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer create(String name, String... options) {
    JsonObject given = JsonObject.EMPTY;
    for (String option : options) {
      String[] parts = option.split("=", 2);
      given = given.with(parts[0], parts[1]);
    }
    return call("Create", JsonObject.EMPTY.with("Name", name).with("Opts", given).toString());
  }

  Answer named(String call, String name) {
    return call(call, JsonObject.EMPTY.with("Name", name).toString());
  }

  Answer mount(String name, String id) {
    return call("Mount", JsonObject.EMPTY.with("Name", name).with("ID", id).toString());
  }

  Answer unmount(String name, String id) {
    return call("Unmount", JsonObject.EMPTY.with("Name", name).with("ID", id).toString());
  }

  JsonObject status(String name) {
    return named("Get", name)
        .ok()
        .body()
        .object("Volume")
        .orElseThrow()
        .object("Status")
        .orElseThrow();
  }

  List<String> names() {
    return call("List", "{}").ok().body().objects("Volumes").stream()
        .map(volume -> volume.text("Name"))
        .toList();
  }

  /// Versions a directory as `volary init` does, outside of the plugin, with one commit.
  CommitId volume(String name, Map<String, String> files) throws IOException {
    Path data = Files.createDirectory(folder.resolve(name + "-data"));
    write(data, files);
    try (Depot depot = depot()) {
      new Initialise(depot)
          .run(
              new Initialise.Request(
                  Linux.bytes(data), Optional.of(new VolumeName(name)), Optional.empty(), false));
    }
    return commit(data);
  }

  static void write(Path data, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = data.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.getValue());
    }
  }

  CommitId commit(Path directory) throws IOException {
    try (Depot depot = depot()) {
      Targets.WorktreeTarget target =
          new Targets(depot, Linux.realPath(Linux.bytes(directory))).worktree(Optional.empty());
      try (LiveWorktree worktree = LiveWorktree.open(depot, target, "commit")) {
        CommitTree.Request request =
            new CommitTree.Request(
                "state", new TreeMap<>(), new Moment.Live(), CommitTree.Allowances.NONE);
        return new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
      }
    }
  }

  void branch(String volume, String name, CommitId start) throws IOException {
    try (Depot depot = depot()) {
      Volume there = depot.volume(new VolumeName(volume));
      new Branches(depot, ANN).create(there, RefName.branch(name), start);
    }
  }

  void tag(String volume, String name, CommitId target) throws IOException {
    try (Depot depot = depot()) {
      Volume there = depot.volume(new VolumeName(volume));
      there.history().tags().create(RefName.tag(name), target, Optional.empty());
    }
  }

  List<String> worktrees() throws IOException {
    try (Depot depot = depot()) {
      return depot.worktrees().all().values().stream()
          .map(WorktreeRecord::identity)
          .map(identity -> identity.path())
          .map(ByteString::toString)
          .toList();
    }
  }

  /// Waits for what happens after an answer.
  static void await(String what, BooleanSupplier condition) {
    for (long waited = 0; !condition.getAsBoolean(); waited += STEP_NANOS) {
      if (waited > PATIENCE_NANOS) {
        throw new AssertionError(what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
