package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.engine.Bound;
import dev.volary.cli.docker.plugin.catalog.Catalog;
import dev.volary.cli.docker.plugin.catalog.Chore;
import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.linux.Linux;
import dev.volary.core.session.DepotLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The volumes of one depot, offered to Docker. One process at a time does so.
public final class Plugin implements AutoCloseable {
  private static final String FILE = "docker";
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final DepotLock lock;
  private final Chores chores;
  private final VolumeDriver driver;

  private Plugin(DepotLock lock, Chores chores, VolumeDriver driver) {
    this.lock = lock;
    this.chores = chores;
    this.driver = driver;
  }

  /// How it works.
  ///
  /// @param root where worktrees that are made for Docker live
  /// @param deadlines of its calls
  /// @param cloner brings volumes from elsewhere
  /// @param log takes one line about what happened
  public record Setup(Path root, Deadlines deadlines, Cloner cloner, Consumer<String> log) {}

  /// Starts on the depot in a directory, which exists; BUSY, naming it, where another process has
  /// it.
  public static Plugin start(Path directory, Surroundings surroundings, Setup setup)
      throws IOException {
    try (Depot depot = Depot.open(directory, surroundings)) {
      DepotLock lock = depot.lockUnlessBusy("docker-plugin", "docker-plugin");
      try {
        LiveRoot root = LiveRoot.at(setup.root(), depot);
        Catalog catalog = Catalog.open(directory.resolve(FILE), Linux.bootId());
        Workshop shop = new Workshop(directory, root, surroundings, catalog, setup.log());
        return start(shop, setup, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    }
  }

  private static Plugin start(Workshop shop, Setup setup, DepotLock lock) throws IOException {
    Views views = new Views(shop.root());
    restore(shop, views);
    Departures departures = new Departures(shop, views);
    Reconciliation reconciliation =
        new Reconciliation(shop, new Bound(Path.of("/proc"), shop.root().views()));
    Chores chores =
        new Chores(shop, departures, PAUSE, () -> round(shop, departures, reconciliation));
    VolumeDriver driver =
        new VolumeDriver(
            shop,
            setup.deadlines(),
            new VolumeDriver.Parts(
                new Creation(shop, setup.cloner()),
                new Preparation(shop, views),
                new StatusLook(shop),
                chores));
    chores.start();
    return new Plugin(lock, chores, driver);
  }

  /// Lets go of what a run before this one left, which nobody has mounted.
  private static void restore(Workshop shop, Views views) throws IOException {
    Set<String> there = new HashSet<>();
    try (Depot depot = shop.open()) {
      depot.volumes().forEach(name -> there.add(name.text()));
    }
    Content content =
        shop.catalog()
            .change(before -> {
              Content after = Promises.withoutGone(before, there);
              for (DockerVolume volume : before.volumes().values()) {
                after = Promises.idle(after, volume);
              }
              return after;
            });
    Set<Path> inUse =
        content.volumes().values().stream()
            .flatMap(volume -> volume.home().stream())
            .flatMap(home -> home.view().stream())
            .map(Path::of)
            .collect(Collectors.toSet());
    views.removeAllBut(inUse);
    // They are gone; done later, such a chore could take a new view that has the path again.
    shop.catalog()
        .change(left -> {
          Content after = left;
          for (Chore chore : left.chores()) {
            after = chore.kind() == Chore.Kind.UNBIND ? after.without(chore) : after;
          }
          return after;
        });
  }

  private static void round(Workshop shop, Departures departures, Reconciliation reconciliation) {
    try {
      reconciliation.run();
      departures.sweep();
    } catch (IOException | RuntimeException e) {
      shop.log().accept("looking after what is gone: " + e.getMessage());
    }
  }

  /// Returns what answers Docker's calls.
  public VolumeDriver driver() {
    return driver;
  }

  /// Finishes what is being done, or leaves it to the next start.
  @Override
  public void close() {
    try (lock) {
      chores.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
