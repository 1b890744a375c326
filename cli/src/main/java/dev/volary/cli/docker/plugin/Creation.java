package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.Mode;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.live.Initialise;
import dev.volary.remote.client.Clone;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Makes what Docker creates: a new volume, a clone, or only the name for a state of one that is
/// there. Done again after it was cut off, it goes on.
final class Creation {
  private final Workshop shop;
  private final Cloner cloner;

  Creation(Workshop shop, Cloner cloner) {
    this.shop = shop;
    this.cloner = cloner;
  }

  /// Makes it and notes it in the catalog; NOT_FOUND where it names a state that is not there.
  void run(DockerVolume wanted, Progress progress) throws IOException {
    requireSense(wanted);
    VolumeName name = wanted.name().volume();
    try (Depot depot = shop.open()) {
      boolean there = depot.volumes().contains(name);
      if (wanted.options().from().isPresent()) {
        bring(depot, wanted, there, progress);
      } else if (!there) {
        begin(depot, wanted);
      }
      requireState(depot.volume(name), wanted);
    }
    shop.catalog().change(content -> content.with(wanted));
  }

  private static void requireSense(DockerVolume wanted) {
    Mode mode = wanted.options().mode().orElse(Mode.RW);
    if (wanted.options().autocommit() && mode != Mode.RW) {
      throw new VolaryException(
          Fault.USAGE, "autocommit is for what is written to and kept: leave mode out");
    }
  }

  /// Starts a volume with an empty directory.
  private void begin(Depot depot, DockerVolume wanted) throws IOException {
    VolumeName name = wanted.name().volume();
    if (wanted.ref().isPresent()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no volume %s that could have a state '%s'%s"
              .formatted(name, wanted.ref().get(), Suggestions.hint(name.text(), depot.volumes())));
    }
    make(
        depot,
        name,
        () -> {
          Path directory = Files.createDirectory(shop.root().free(wanted.name()));
          ByteString path = Linux.bytes(directory);
          try {
            new Initialise(depot)
                .run(new Initialise.Request(path, Optional.of(name), Optional.empty(), false));
          } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(directory);
            throw e;
          }
          shop.log().accept("volume %s was made, live in %s".formatted(name, path));
        });
  }

  /// What brings a volume into being.
  private interface Making {
    void run() throws IOException;
  }

  /// Makes a volume. The catalog says first that it is Docker's, so that a crash does not leave one
  /// that nobody removes; where making it fails, it says so only of what was made so far.
  private void make(Depot depot, VolumeName name, Making making) throws IOException {
    boolean there = depot.volumes().contains(name);
    shop.catalog().change(content -> content.made(name.text(), true));
    try {
      making.run();
    } catch (IOException | RuntimeException e) {
      try {
        // One that came into being meanwhile is somebody else's.
        boolean taken = e instanceof VolaryException v && v.fault() == Fault.CONFLICT && !there;
        if (taken || !depot.volumes().contains(name)) {
          shop.catalog().change(content -> content.made(name.text(), false));
        }
      } catch (IOException | RuntimeException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  private void bring(Depot depot, DockerVolume wanted, boolean there, Progress progress)
      throws IOException {
    VolumeName name = wanted.name().volume();
    String url = wanted.options().from().orElseThrow();
    boolean ours = shop.catalog().now().made().contains(name.text());
    if (there && !ours) {
      throw new VolaryException(
          Fault.CONFLICT,
          "there is a volume %s already: leave from= out, or choose another name".formatted(name));
    }
    if (!there || Clone.isUnfinished(depot.volume(name))) {
      make(depot, name, () -> cloner.clone(depot, url, name, listener(progress)));
      shop.log().accept("volume %s was cloned from %s".formatted(name, url));
    }
    if (wanted.ref().isPresent()) {
      follow(depot, name, wanted.ref().get());
    }
  }

  private static TransferProgress listener(Progress progress) {
    return (phase, bytes, total) -> {
      if (phase == TransferPhase.BYTES) {
        progress.at(bytes, total.orElse(0));
      }
    };
  }

  /// A branch that the other side has becomes one here when it is named.
  private void follow(Depot depot, VolumeName name, String ref) throws IOException {
    try {
      Volume volume = depot.volume(name);
      String plain = ref.replace('~', '/');
      RefName branch = RefName.branch(plain);
      Optional<CommitId> theirs =
          volume.history().refs().find(RefName.remote(Remote.ORIGIN, plain));
      if (theirs.isPresent() && volume.history().refs().find(branch).isEmpty()) {
        Identity who = shop.who(depot);
        new Branches(depot, who).create(volume, branch, theirs.get());
      }
    } catch (VolaryException e) {
      if (e.fault() != Fault.USAGE) {
        throw e;
      }
      // No branch can be called so: it is a revision, and looked up as one.
    }
  }

  private void requireState(Volume volume, DockerVolume wanted) throws IOException {
    if (Clone.isUnfinished(volume) && !isOurs(volume)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "volume %s is a clone that was cut off: finish it with `volary clone`"
              .formatted(volume.name()));
    }
    switch (Shown.of(volume, wanted.ref())) {
      case Shown.Present() -> {}
      case Shown.OnBranch(RefName _, CommitId tip) -> Presence.require(volume, tip);
      case Shown.At(CommitId commit) -> {
        Presence.require(volume, commit);
        boolean writable = wanted.options().mode().equals(Optional.of(Mode.RW));
        if (writable || wanted.options().autocommit()) {
          throw new VolaryException(
              Fault.USAGE,
              "%s is a commit, which nothing can be written to: name a branch, or leave mode and autocommit out for a copy that is thrown away"
                  .formatted(wanted.ref().orElseThrow()));
        }
      }
    }
  }

  private boolean isOurs(Volume volume) {
    return shop.catalog().now().made().contains(volume.name().text());
  }
}
