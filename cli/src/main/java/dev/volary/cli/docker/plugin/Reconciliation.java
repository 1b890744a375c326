package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.engine.Bound;
import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Gives up mounts of containers that are gone: whose unmount never came, and whose directory no
/// mount namespace has. Not thread-safe.
final class Reconciliation {
  /// How often in a row nobody must be seen: a container that is being started has no mount yet.
  private static final int ROUNDS = 20;

  /// As often where the mount was there before this run of the plugin.
  private static final int ROUNDS_OF_RESTORED = 2;

  private final Workshop shop;
  private final Bound bound;
  private final Set<String> restored = new HashSet<>();
  private final Map<String, Integer> unseen = new HashMap<>();

  Reconciliation(Workshop shop, Bound bound) {
    this.shop = shop;
    this.bound = bound;
    shop.catalog().now().volumes().values().forEach(volume -> restored.addAll(volume.mounts()));
  }

  /// Looks once.
  void run() throws IOException {
    Map<String, DockerVolume> mounted = new HashMap<>(shop.catalog().now().volumes());
    mounted.values().removeIf(v -> v.mounts().isEmpty() || v.home().isEmpty());
    unseen.keySet().retainAll(mounted.keySet());
    if (mounted.isEmpty()) {
      return;
    }
    Set<String> used =
        bound.among(
            mounted.values().stream()
                .map(v -> v.home().orElseThrow())
                .map(Home::mountpoint)
                .collect(Collectors.toSet()));
    for (DockerVolume volume : mounted.values()) {
      String name = volume.name().text();
      if (used.contains(volume.home().orElseThrow().mountpoint())) {
        unseen.remove(name);
        continue;
      }
      boolean old = restored.containsAll(volume.mounts());
      if (unseen.merge(name, 1, Integer::sum) >= (old ? ROUNDS_OF_RESTORED : ROUNDS)) {
        unseen.remove(name);
        giveUp(volume);
      }
    }
  }

  private void giveUp(DockerVolume volume) throws IOException {
    String name = volume.name().text();
    shop.catalog()
        .change(content -> {
          Content left = content;
          for (String id : new TreeSet<>(volume.mounts())) {
            left = Promises.unmounted(left, name, id);
          }
          return left;
        });
    shop.log()
        .accept(
            "%s: %d mounts of containers that are gone were given up"
                .formatted(name, volume.mounts().size()));
  }
}
