package dev.volary.core.store.manifest;

import java.nio.file.Path;
import java.time.Duration;

/// A process that replaces the manifest again and again and prints each generation.
final class Editing {
  private Editing() {}

  /// `args`: depot, how many times.
  public static void main(String[] args) throws Exception {
    ManifestFile manifests = ManifestFile.of(Path.of(args[0]), Duration.ofMinutes(2));
    for (int i = Integer.parseInt(args[1]); i > 0; i--) {
      Manifest manifest = manifests.edit("test", edit -> edit.reserveObjects(1));
      System.out.println(manifest.generation());
    }
  }
}
