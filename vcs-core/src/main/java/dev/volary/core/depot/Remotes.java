package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The remotes of a volume, kept in its settings as Git keeps them. Writers hold the volume's lock.
///
/// @param file in Git's configuration syntax; it need not exist
public record Remotes(Path file) {
  private static final String SECTION = "remote";
  private static final String URL = "url";
  private static final String FINGERPRINT = "fingerprint";

  /// The remotes of `volume`.
  public static Remotes of(Volume volume) {
    return new Remotes(volume.settings().file());
  }

  /// Returns all remotes by name.
  public List<Remote> all() {
    ConfigFile config = ConfigFile.read(file);
    TreeSet<String> names = new TreeSet<>();
    for (ConfigFile.Setting setting : config.list()) {
      if (setting.key().section().equals(SECTION)) {
        setting.key().subsection().ifPresent(names::add);
      }
    }
    List<Remote> remotes = new ArrayList<>();
    for (String name : names) {
      config
          .get(key(name, URL))
          .ifPresent(url -> remotes.add(new Remote(name, url, config.get(key(name, FINGERPRINT)))));
    }
    return remotes;
  }

  /// Returns the remote of this name.
  public Optional<Remote> find(String name) {
    return all().stream().filter(remote -> remote.name().equals(name)).findAny();
  }

  /// Returns the remote of this name; NOT_FOUND with those there are.
  public Remote get(String name) {
    return find(name).orElseThrow(() -> missing(name));
  }

  private VolaryException missing(String name) {
    List<String> names = all().stream().map(Remote::name).toList();
    return new VolaryException(
        Fault.NOT_FOUND,
        names.isEmpty()
            ? "there is no remote %s: `volary remote add %s URL` adds it".formatted(name, name)
            : "there is no remote %s; there is %s".formatted(name, String.join(", ", names)));
  }

  /// Adds a remote; CONFLICT where the name is taken.
  public void add(Remote remote) {
    if (find(remote.name()).isPresent()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "there is a remote %s already: `volary remote set-url %s URL` changes it"
              .formatted(remote.name(), remote.name()));
    }
    put(remote);
  }

  /// Writes a remote that is there anew; NOT_FOUND where it is not.
  public void change(Remote remote) {
    get(remote.name());
    put(remote);
  }

  private void put(Remote remote) {
    ConfigFile config = ConfigFile.read(file);
    config.set(key(remote.name(), URL), remote.url());
    SettingKey fingerprint = key(remote.name(), FINGERPRINT);
    config.setAll(fingerprint, remote.fingerprint().stream().toList());
  }

  /// Takes a remote away; NOT_FOUND where it is not there.
  public void remove(String name) {
    get(name);
    ConfigFile config = ConfigFile.read(file);
    config.setAll(key(name, FINGERPRINT), List.of());
    config.unset(key(name, URL));
  }

  private static SettingKey key(String remote, String name) {
    return new SettingKey(SECTION, Optional.of(remote), name);
  }
}
