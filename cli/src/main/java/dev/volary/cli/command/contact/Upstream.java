package dev.volary.cli.command.contact;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.RefName;
import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import java.util.List;
import java.util.Optional;

/// Which branch of which remote a branch goes with, kept in the volume's settings as Git keeps it.
///
/// @param remote the remote's name
/// @param branch the branch there, if one was set
public record Upstream(String remote, Optional<RefName> branch) {
  private static final String SECTION = "branch";

  /// Returns what was set for `branch`; else the remote that is meant where none is named.
  public static Upstream of(Volume volume, RefName branch) {
    ConfigFile config = ConfigFile.read(volume.settings().file());
    Optional<String> remote = config.get(key(branch, "remote"));
    return remote
        .map(name -> new Upstream(name, config.get(key(branch, "merge")).map(RefName::new)))
        .orElseGet(() -> new Upstream(usual(volume), Optional.empty()));
  }

  /// Returns the remote that is meant where none is named: the only one, else `origin`.
  public static String usual(Volume volume) {
    List<Remote> all = Remotes.of(volume).all();
    return all.size() == 1 ? all.getFirst().name() : Remote.ORIGIN;
  }

  /// Makes `local` go with this.
  public void keep(Volume volume, RefName local) {
    ConfigFile config = ConfigFile.read(volume.settings().file());
    config.set(key(local, "remote"), remote);
    branch.ifPresent(there -> config.set(key(local, "merge"), there.value()));
  }

  private static SettingKey key(RefName branch, String name) {
    return new SettingKey(SECTION, Optional.of(branch.shortName()), name);
  }
}
