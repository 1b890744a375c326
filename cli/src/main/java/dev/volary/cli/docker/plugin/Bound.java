package dev.volary.cli.docker.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which directories are mounted somewhere else on this machine, in containers above all.
///
/// Docker's mount ids name no container, and an unmount that came while the plugin was down is not
/// repeated. But a container has its volumes as bind mounts, which the kernel lists for every mount
/// namespace; that holds for any engine.
final class Bound {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private final Path proc;

  /// @param proc where the kernel's process files are
  Bound(Path proc) {
    this.proc = proc;
  }

  /// One line of `mountinfo`.
  ///
  /// @param device of the file system
  /// @param root which of its directories is mounted
  /// @param point where
  private record Mount(String device, String root, String point) {}

  /// Returns those of `directories` (absolute) that are mounted at some other place too, be it only
  /// a directory in them.
  Set<String> among(Set<String> directories) throws IOException {
    List<Mount> own = read(proc.resolve("self/mountinfo"));
    Set<Mount> all = new HashSet<>();
    Set<String> namespaces = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        try {
          String namespace = Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
          if (!namespaces.contains(namespace)) {
            List<Mount> mounts = read(process.resolve("mountinfo"));
            all.addAll(mounts);
            // One that is ending has none, whatever its namespace has.
            if (!mounts.isEmpty()) {
              namespaces.add(namespace);
            }
          }
        } catch (IOException e) {
          // It ended just now, or is not ours to look at.
        }
      }
    }
    Set<String> found = new HashSet<>();
    for (String directory : directories) {
      Mount at = locate(own, directory);
      boolean elsewhere =
          all.stream()
              .anyMatch(mount ->
                  mount.device().equals(at.device())
                      && isWithin(mount.root(), at.root())
                      && !mount.point().equals(directory));
      if (elsewhere) {
        found.add(directory);
      }
    }
    return found;
  }

  /// Returns what a bind mount of `directory` would be: the mount it lies on, and the path there.
  private static Mount locate(List<Mount> mounts, String directory) {
    Mount best = new Mount("", "/", "/");
    for (Mount mount : mounts) {
      // Of several on one place the last is the one that is seen.
      if (isWithin(directory, mount.point()) && mount.point().length() >= best.point().length()) {
        best = mount;
      }
    }
    String rest = directory.substring(best.point().equals("/") ? 0 : best.point().length());
    String root = best.root().equals("/") && !rest.isEmpty() ? rest : best.root() + rest;
    return new Mount(best.device(), root, directory);
  }

  private static boolean isWithin(String path, String directory) {
    return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
  }

  private static List<Mount> read(Path file) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        mounts.add(new Mount(fields[2], plain(fields[3]), plain(fields[4])));
      }
    }
    return mounts;
  }

  /// Blanks and the like stand in octal there.
  private static String plain(String field) {
    String bytes =
        OCTAL
            .matcher(field)
            .replaceAll(octal ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
