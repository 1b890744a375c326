package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A volume that Docker knows.
///
/// @param name what Docker calls it
/// @param options what it was created with
/// @param created when
/// @param home the worktree that serves it, once it was mounted
/// @param mounts the ids of who has it mounted, as Docker gave them
public record DockerVolume(
    DockerName name,
    VolumeOptions options,
    Instant created,
    Optional<Home> home,
    SortedSet<String> mounts) {
  public DockerVolume {
    mounts = new TreeSet<>(mounts);
    if (name.ref().isPresent() && options.ref().isPresent()) {
      throw new VolaryException(
          Fault.USAGE,
          "%s names a state and the option ref another: leave one of them out".formatted(name));
    }
  }

  /// Where a volume's data is live.
  ///
  /// @param worktree which worktree
  /// @param directory the directory of the worktree, absolute
  /// @param throwAway whether the worktree is a copy that goes with the last mount
  /// @param view where the directory is shown to containers, if not at its own path
  public record Home(
      WorktreeId worktree, String directory, boolean throwAway, Optional<String> view) {
    /// Returns the directory that containers are given.
    public String mountpoint() {
      return view.orElse(directory);
    }

    /// Returns the same shown at `place`.
    public Home shownAt(String place) {
      return new Home(worktree, directory, throwAway, Optional.of(place));
    }

    /// Returns the same without a view.
    public Home withoutView() {
      return new Home(worktree, directory, throwAway, Optional.empty());
    }

    JsonObject toJson() {
      JsonObject json =
          JsonObject.EMPTY
              .with("worktree", worktree.text())
              .with("mountpoint", mountpoint())
              .with("throwAway", throwAway)
              .with("bound", view.isPresent());
      return directory.equals(mountpoint()) ? json : json.with("directory", directory);
    }

    static Home of(JsonObject json) {
      String mountpoint = json.text("mountpoint");
      return new Home(
          new WorktreeId(json.text("worktree")),
          json.find("directory").orElse(mountpoint),
          json.flag("throwAway"),
          json.flag("bound") ? Optional.of(mountpoint) : Optional.empty());
    }
  }

  /// Returns the state it shows, if it is not just the volume's present one.
  public Optional<String> ref() {
    return name.ref().or(options::ref);
  }

  /// Returns the same served by another worktree, or by none.
  public DockerVolume servedBy(Optional<Home> newHome) {
    return new DockerVolume(name, options, created, newHome, mounts);
  }

  /// Returns the same with one more mount.
  public DockerVolume mountedBy(String id) {
    SortedSet<String> more = new TreeSet<>(mounts);
    more.add(id);
    return new DockerVolume(name, options, created, home, more);
  }

  /// Returns the same with one mount less.
  public DockerVolume unmountedBy(String id) {
    SortedSet<String> fewer = new TreeSet<>(mounts);
    fewer.remove(id);
    return new DockerVolume(name, options, created, home, fewer);
  }

  JsonObject toJson() {
    JsonObject given = JsonObject.EMPTY;
    for (Map.Entry<String, String> option : options.asMap().entrySet()) {
      given = given.with(option.getKey(), option.getValue());
    }
    JsonObject json =
        JsonObject.EMPTY
            .with("name", name.text())
            .with("options", given)
            .with("created", created.toString())
            .with("mounts", mounts);
    return home.isPresent() ? json.with("home", home.get().toJson()) : json;
  }

  static DockerVolume of(JsonObject json) {
    Map<String, String> given = new HashMap<>();
    JsonObject options = json.object("options").orElse(JsonObject.EMPTY);
    options.names().forEach(key -> given.put(key, options.text(key)));
    return new DockerVolume(
        DockerName.parse(json.text("name")),
        VolumeOptions.parse(given),
        Instant.parse(json.text("created")),
        json.object("home").map(Home::of),
        new TreeSet<>(json.texts("mounts")));
  }
}
