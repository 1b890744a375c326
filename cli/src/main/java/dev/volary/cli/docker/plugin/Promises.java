package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Chore;
import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.worktree.WorktreeId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What each event makes of the catalog; pure functions.
final class Promises {
  private Promises() {}

  /// A volume was made ready, as it was when that began. Where it was removed or let go of since,
  /// what was made for it goes, and what it had before is going already.
  static Content ready(Content content, DockerVolume before, Home home) {
    Optional<DockerVolume> now = content.find(before.name().text());
    boolean newView = !before.home().flatMap(Home::view).equals(home.view());
    if (now.isPresent() && now.get().home().equals(before.home())) {
      Content left = content.with(now.get().servedBy(Optional.of(home)));
      return newView && before.home().isPresent()
          ? unbound(left, before, before.home().get())
          : left;
    }
    if (!before.home().map(Home::worktree).equals(Optional.of(home.worktree()))) {
      return letGo(content, before.servedBy(Optional.of(home)));
    }
    return newView ? unbound(content, before, home) : content;
  }

  /// Somebody mounted a volume at `home`; unchanged where it is not live there any more.
  static Content mounted(Content content, String name, Home home, String id) {
    return content
        .find(name)
        .filter(volume -> volume.home().equals(Optional.of(home)))
        .map(volume -> content.with(volume.mountedBy(id)))
        .orElse(content);
  }

  /// Somebody unmounted a volume; once nobody has it mounted, it is committed or thrown away where
  /// that was promised.
  static Content unmounted(Content content, String name, String id) {
    Optional<DockerVolume> found = content.find(name);
    if (found.isEmpty() || !found.get().mounts().contains(id)) {
      return content;
    }
    DockerVolume volume = found.get().unmountedBy(id);
    Content left = content.with(volume);
    if (!volume.mounts().isEmpty() || volume.home().isEmpty()) {
      return left;
    }
    left = idle(left, volume);
    if (!volume.options().autocommit()) {
      return left;
    }
    // A commit that is being made may have read what was written since before that.
    String worktree = volume.home().get().worktree().text();
    return left.with(new Chore(Chore.Kind.COMMIT, volume.name().volume(), worktree, id));
  }

  /// Nobody has a volume mounted: what only a mount needs goes.
  static Content idle(Content content, DockerVolume volume) {
    if (!isReadyForNobody(volume)) {
      return content;
    }
    Optional<Home> stays = volume.home().filter(home -> !home.throwAway()).map(Home::withoutView);
    return letGo(content.with(volume.servedBy(stays)), volume);
  }

  /// Tells whether what only a mount needs is there, and no mount.
  static boolean isReadyForNobody(DockerVolume volume) {
    return volume.mounts().isEmpty()
        && volume.home().map(home -> home.throwAway() || home.view().isPresent()).orElse(false);
  }

  private static Content letGo(Content content, DockerVolume volume) {
    Home home = volume.home().orElseThrow();
    Content left = unbound(content, volume, home);
    return home.throwAway() ? left.with(chore(Chore.Kind.DISCARD, volume, home.worktree())) : left;
  }

  private static Content unbound(Content content, DockerVolume volume, Home home) {
    return home.view()
        .map(view -> content.with(new Chore(Chore.Kind.UNBIND, volume.name().volume(), view, "")))
        .orElse(content);
  }

  /// Forgets of volumes that neither the depot has nor Docker knows that they were made for it: who
  /// makes one of that name is another.
  ///
  /// @param there the names of the depot's volumes
  static Content withoutGone(Content content, Set<String> there) {
    Set<String> known = new HashSet<>(there);
    content.volumes().values().forEach(volume -> known.add(volume.name().volume().text()));
    Content left = content;
    for (String name : content.made()) {
      left = known.contains(name) ? left : left.made(name, false);
    }
    return left;
  }

  /// Docker removed a volume; CONFLICT while it is mounted. The depot's volume goes with the last
  /// of its names where it was made for Docker, else only the worktree does.
  static Content removed(Content content, String name) {
    Optional<DockerVolume> found = content.find(name);
    if (found.isEmpty()) {
      return content;
    }
    DockerVolume volume = found.get();
    if (!volume.mounts().isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s is mounted (%d times): stop the containers that use it first"
              .formatted(name, volume.mounts().size()));
    }
    Content left = idle(content, volume).without(volume.name());
    VolumeName own = volume.name().volume();
    boolean last =
        left.volumes().values().stream().noneMatch(other -> other.name().volume().equals(own));
    if (last && left.made().contains(own.text())) {
      return left.made(own.text(), false).with(new Chore(Chore.Kind.BURY, own, own.text(), ""));
    }
    Optional<WorktreeId> worktree =
        volume.home().filter(home -> !home.throwAway()).map(Home::worktree);
    boolean shared =
        left.volumes().values().stream()
            .filter(other -> other.name().volume().equals(own))
            // One that shows the present state and was never mounted will be served by it perhaps.
            .anyMatch(other ->
                other.home().map(Home::worktree).equals(worktree)
                    || other.home().isEmpty() && other.ref().isEmpty());
    return worktree.isEmpty() || shared
        ? left
        : left.with(chore(Chore.Kind.RETIRE, volume, worktree.get()));
  }

  private static Chore chore(Chore.Kind kind, DockerVolume volume, WorktreeId worktree) {
    return new Chore(kind, volume.name().volume(), worktree.text(), "");
  }
}
