package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.cli.docker.plugin.catalog.VolumeOptions;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of Docker's volume plugin protocol. Each is answered within its deadline, and may be
/// made again. Thread-safe.
///
/// What is told without waiting comes from the catalog in memory; what touches a depot is a job or
/// a chore, which the answer does not wait for beyond the deadline.
public final class VolumeDriver {
  /// Another mount may end, and take the copy along, between making it ready and saying so.
  private static final int MOUNT_ATTEMPTS = 10;

  private final Workshop shop;
  private final Deadlines deadlines;
  private final Creation creation;
  private final Preparation preparation;
  private final StatusLook status;
  private final Chores chores;
  private final Jobs jobs = new Jobs();
  private final ConcurrentMap<VolumeName, ReentrantLock> making = new ConcurrentHashMap<>();

  VolumeDriver(Workshop shop, Deadlines deadlines, Parts parts) {
    this.shop = shop;
    this.deadlines = deadlines;
    this.creation = parts.creation();
    this.preparation = parts.preparation();
    this.status = parts.status();
    this.chores = parts.chores();
  }

  /// What it leaves work to.
  record Parts(Creation creation, Preparation preparation, StatusLook status, Chores chores) {}

  /// What Docker is told of a volume.
  ///
  /// @param mountpoint where it is live, if it is
  /// @param status facts for people; empty in lists
  public record Told(
      String name, Optional<String> mountpoint, Instant created, Map<String, String> status) {
    public Told {
      status = new LinkedHashMap<>(status);
    }
  }

  /// Makes a volume. CONFLICT where one of this name has other options, NOT_FOUND where it names a
  /// state that is not there, BUSY while it is being prepared.
  public void create(String name, Map<String, String> options) throws IOException {
    DockerVolume wanted =
        new DockerVolume(
            DockerName.parse(name),
            VolumeOptions.parse(options),
            shop.surroundings().clock().instant(),
            Optional.empty(),
            new TreeSet<>());
    Optional<DockerVolume> there = shop.catalog().now().find(name);
    if (there.isPresent()) {
      if (!there.get().options().equals(wanted.options())) {
        throw new VolaryException(
            Fault.CONFLICT,
            "there is a volume %s with other options %s: remove it first"
                .formatted(name, there.get().options().asMap()));
      }
      return;
    }
    jobs.orTryAgain(
        deadlines.preparing(),
        name + " is being prepared with " + wanted.options().asMap(),
        progress ->
            alone(
                wanted,
                () -> {
                  creation.run(wanted, progress);
                  return true;
                }));
  }

  /// Removes a volume; CONFLICT while it is mounted.
  public void remove(String name) throws IOException {
    settle("removing " + name, content -> Promises.removed(content, name));
  }

  /// Returns the directory a container is to be given; BUSY while it is being prepared.
  public String mount(String name, String id) throws IOException {
    for (int attempt = 0; attempt < MOUNT_ATTEMPTS; attempt++) {
      DockerVolume volume = require(name);
      Home home =
          jobs.orTryAgain(
              deadlines.preparing(),
              name + " is being prepared",
              progress -> alone(volume, () -> ready(require(name), progress)));
      // Noted down though nobody waits for it any more, it is a mount that nobody is seen to use.
      Content now =
          jobs.orTryAgain(
              deadlines.preparing(),
              "mounting %s for %s".formatted(name, id),
              _ -> shop.catalog().change(content -> Promises.mounted(content, name, home, id)));
      if (now.find(name).map(v -> v.mounts().contains(id)).orElse(false)) {
        return home.mountpoint();
      }
    }
    throw new VolaryException(
        Fault.BUSY, "%s is mounted and unmounted all the time: try again".formatted(name));
  }

  private Home ready(DockerVolume volume, Progress progress) throws IOException {
    Home home = preparation.run(volume, progress);
    shop.catalog().change(content -> Promises.ready(content, volume, home));
    return home;
  }

  /// Says that a container no longer has a volume.
  public void unmount(String name, String id) throws IOException {
    settle("unmounting %s for %s".formatted(name, id), c -> Promises.unmounted(c, name, id));
  }

  /// Returns where a volume is live, if it is.
  public Optional<String> path(String name) {
    return require(name).home().map(Home::mountpoint);
  }

  /// Returns all that can be told of a volume within the deadline.
  public Told get(String name) throws IOException {
    DockerVolume volume = require(name);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.putAll(
        jobs.within(deadlines.looking(), "looking at " + name, _ -> status.recorded(volume))
            .orElse(Map.of("state", "unknown: the depot did not answer in time")));
    if (!facts.containsKey("problem")) {
      facts.put(
          "changes",
          jobs.within(deadlines.looking(), "comparing " + name, _ -> status.changes(volume))
              .orElse("unknown"));
    }
    if (!volume.mounts().isEmpty()) {
      facts.put("mounts", Integer.toString(volume.mounts().size()));
    }
    if (volume.options().autocommit()) {
      facts.put("autocommit", volume.options().asMap().get("autocommit"));
    }
    jobs.words(name + " is being prepared")
        .ifPresent(far -> facts.put("prepared", "not yet" + far));
    chores.problem(volume.name().volume()).ifPresent(problem -> facts.put("problem", problem));
    return told(volume, facts);
  }

  /// Returns all volumes.
  public List<Told> list() {
    return shop.catalog().now().volumes().values().stream().map(v -> told(v, Map.of())).toList();
  }

  private static Told told(DockerVolume volume, Map<String, String> facts) {
    return new Told(
        volume.name().text(), volume.home().map(Home::mountpoint), volume.created(), facts);
  }

  private DockerVolume require(String name) {
    Content now = shop.catalog().now();
    return now.find(name)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no volume %s%s"
                    .formatted(name, Suggestions.hint(name, now.volumes().keySet()))));
  }

  /// Notes something down, and answers though that is not on disk yet when time runs out: a mount
  /// too many is given up later, and a removal is asked for again.
  private void settle(String what, java.util.function.UnaryOperator<Content> change)
      throws IOException {
    jobs.within(
        deadlines.leaving(),
        what,
        _ -> {
          Content then = shop.catalog().change(change);
          chores.wake();
          return then;
        });
  }

  /// Something made for a volume.
  @FunctionalInterface
  private interface Making<T> {
    T run() throws IOException;
  }

  /// Makes one thing of a volume at a time, once nothing that was removed is in the way.
  private <T> T alone(DockerVolume volume, Making<T> what) throws IOException {
    VolumeName name = volume.name().volume();
    ReentrantLock lock = making.computeIfAbsent(name, _ -> new ReentrantLock());
    lock.lock();
    try {
      chores.awaitGone(name);
      return what.run();
    } finally {
      lock.unlock();
    }
  }
}
