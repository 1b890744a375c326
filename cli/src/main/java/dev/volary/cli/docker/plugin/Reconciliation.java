package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.engine.Bound;
import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Lets go of what nobody uses though nobody said so: mounts of containers that are gone, whose
/// unmount never came and whose directory no mount namespace has, and what was made ready for a
/// mount that was told to come again and did not. Not thread-safe.
final class Reconciliation {
  /// How often in a row nobody must be seen: a container that is being started has no mount yet.
  private static final int ROUNDS = 20;

  /// As often where the mount was there before this run of the plugin.
  private static final int ROUNDS_OF_RESTORED = 2;

  private final Workshop shop;
  private final Bound bound;
  private final Set<String> restored = new HashSet<>();
  private final Map<String, Integer> unseen = new HashMap<>();
  private final Map<String, Integer> unclaimed = new HashMap<>();

  Reconciliation(Workshop shop, Bound bound) {
    this.shop = shop;
    this.bound = bound;
    shop.catalog().now().volumes().values().forEach(volume -> restored.addAll(volume.mounts()));
  }

  /// Looks once.
  void run() throws IOException {
    Collection<DockerVolume> all = shop.catalog().now().volumes().values();
    lookAtMounts(all.stream().filter(v -> !v.mounts().isEmpty() && v.home().isPresent()).toList());
    lookAtUnclaimed(all.stream().filter(Promises::isReadyForNobody).toList());
  }

  private void lookAtMounts(List<DockerVolume> mounted) throws IOException {
    unseen.keySet().retainAll(names(mounted));
    if (mounted.isEmpty()) {
      return;
    }
    Set<String> used =
        bound.among(
            mounted.stream()
                .map(v -> v.home().orElseThrow())
                .map(Home::mountpoint)
                .collect(Collectors.toSet()));
    for (DockerVolume volume : mounted) {
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

  private void lookAtUnclaimed(List<DockerVolume> ready) throws IOException {
    unclaimed.keySet().retainAll(names(ready));
    for (DockerVolume volume : ready) {
      String name = volume.name().text();
      if (unclaimed.merge(name, 1, Integer::sum) >= ROUNDS) {
        unclaimed.remove(name);
        shop.catalog()
            .change(content ->
                content.find(name).map(now -> Promises.idle(content, now)).orElse(content));
        shop.log().accept(name + ": made ready, but nobody came for it: let go");
      }
    }
  }

  private static Set<String> names(List<DockerVolume> volumes) {
    return volumes.stream().map(volume -> volume.name().text()).collect(Collectors.toSet());
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
