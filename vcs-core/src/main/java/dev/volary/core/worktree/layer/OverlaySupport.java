package dev.volary.core.worktree.layer;

import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Tells whether worktrees can be overlays here.
public final class OverlaySupport {
  private static final Path KNOWN = Path.of("/proc/filesystems");

  /// Where the upper layer can lie, and its files' attributes tell what changed.
  private static final List<String> FIT = List.of("ext4", "xfs", "btrfs");

  private OverlaySupport() {}

  /// Returns why a depot in `depot` can't have overlays, if so: a clause to follow "because".
  public static Optional<String> obstacle(Path depot) throws IOException {
    if (Linux.effectiveUser() != 0 || !Linux.hasCapability(Linux.Capability.SYS_ADMIN)) {
      return Optional.of("only root may mount");
    }
    if (!Files.readString(KNOWN, StandardCharsets.US_ASCII).contains("\toverlay\n")
        && !Files.exists(Path.of("/sys/module/overlay"))
        && !Files.exists(module())) {
      return Optional.of("this kernel has no overlay file system");
    }
    FileSystemFacts facts = Linux.fileSystem(depot);
    if (!FIT.contains(facts.typeName())) {
      return Optional.of(
          "the depot lies on %s, not on one of %s"
              .formatted(facts.typeName(), String.join(", ", FIT)));
    }
    return OverlayMount.canName(depot.toRealPath())
        ? Optional.empty()
        : Optional.of("the depot's path has characters that mount options do not take");
  }

  private static Path module() throws IOException {
    String release =
        Files.readString(Path.of("/proc/sys/kernel/osrelease"), StandardCharsets.US_ASCII).strip();
    return Path.of("/lib/modules/" + release + "/kernel/fs/overlayfs");
  }
}
