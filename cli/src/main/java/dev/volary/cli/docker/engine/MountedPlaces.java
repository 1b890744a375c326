package dev.volary.cli.docker.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is mounted where, as a process sees it (proc(5), `mountinfo`): tells where a path lies
/// really, whatever it is mounted as.
public final class MountedPlaces {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private final List<Mounted> mounts;

  private MountedPlaces(List<Mounted> mounts) {
    this.mounts = List.copyOf(mounts);
  }

  /// A directory of a file system.
  ///
  /// @param device of the file system
  /// @param path there
  public record Place(String device, String path) {
    /// Whether it is `other` or lies in it.
    public boolean isWithin(Place other) {
      return device.equals(other.device) && MountedPlaces.isWithin(path, other.path);
    }
  }

  /// One mount.
  ///
  /// @param place what is mounted
  /// @param point where
  public record Mounted(Place place, String point) {}

  /// Reads a process's `mountinfo`.
  public static MountedPlaces read(Path file) throws IOException {
    List<Mounted> mounts = new ArrayList<>();
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        mounts.add(new Mounted(new Place(fields[2], plain(fields[3])), plain(fields[4])));
      }
    }
    return new MountedPlaces(mounts);
  }

  /// All mounts.
  public List<Mounted> mounts() {
    return mounts;
  }

  /// Returns where an absolute path lies.
  public Place of(String path) {
    Mounted best = new Mounted(new Place("", "/"), "/");
    for (Mounted mount : mounts) {
      // Of several on one place the last is the one that is seen.
      if (isWithin(path, mount.point()) && mount.point().length() >= best.point().length()) {
        best = mount;
      }
    }
    String rest = path.substring(best.point().equals("/") ? 0 : best.point().length());
    String root = best.place().path();
    return new Place(
        best.place().device(), root.equals("/") && !rest.isEmpty() ? rest : root + rest);
  }

  private static boolean isWithin(String path, String directory) {
    return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
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
