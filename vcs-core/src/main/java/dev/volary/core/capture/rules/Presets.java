package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Finds data directories of known programs: the top itself or up to two levels beneath it, where
/// volumes of several databases and the images of PostgreSQL 18 have them.
public final class Presets {
  private static final int MAX_DEPTH = 2;

  /// A directory with more directories than this holds no few databases side by side.
  private static final int MAX_SIBLINGS = 64;

  private static final ByteString SLASH = ByteString.utf8("/");

  private Presets() {}

  /// Returns the data directories in the tree `top`.
  public static List<PresetSite> detect(DirectoryHandle top) throws IOException {
    List<PresetSite> sites = new ArrayList<>();
    look(top, ByteString.EMPTY, 0, sites);
    return sites;
  }

  /// Returns the directories of `preset` in the tree `top`; the top itself where none is found yet.
  public static List<PresetSite> locate(DirectoryHandle top, Preset preset) throws IOException {
    if (preset == Preset.NONE) {
      return List.of();
    }
    List<PresetSite> sites = new ArrayList<>(detect(top));
    sites.removeIf(site -> site.preset() != preset);
    return sites.isEmpty() ? List.of(new PresetSite(ByteString.EMPTY, preset)) : sites;
  }

  private static void look(
      DirectoryHandle directory, ByteString path, int depth, List<PresetSite> sites)
      throws IOException {
    Preset preset = presetOf(directory);
    if (preset != Preset.NONE) {
      sites.add(new PresetSite(path, preset));
      return;
    }
    if (depth == MAX_DEPTH) {
      return;
    }
    for (ByteString name : directories(directory)) {
      try (DirectoryHandle inner = directory.openDirectory(name)) {
        look(inner, path.isEmpty() ? name : path.plus(SLASH).plus(name), depth + 1, sites);
      }
    }
  }

  private static List<ByteString> directories(DirectoryHandle directory) throws IOException {
    List<ByteString> names = new ArrayList<>();
    List<ByteString> all = directory.names();
    if (all.size() > MAX_SIBLINGS) {
      return names;
    }
    for (ByteString name : all) {
      Optional<FileStat> stat = directory.statIfPresent(name);
      if (stat.isPresent() && stat.get().isDirectory() && !stat.get().mountRoot()) {
        names.add(name);
      }
    }
    Collections.sort(names);
    return names;
  }

  private static Preset presetOf(DirectoryHandle directory) throws IOException {
    if (isFile(directory, "PG_VERSION") && hasInside(directory, "global", "pg_control")) {
      return Preset.POSTGRES;
    }
    if (isFile(directory, "ibdata1") || isFile(directory, "mysql.ibd")) {
      return Preset.MYSQL;
    }
    if (isFile(directory, "dump.rdb")
        || isFile(directory, "appendonly.aof")
        || isDirectory(directory, "appendonlydir")) {
      return Preset.REDIS;
    }
    return Preset.NONE;
  }

  private static boolean isFile(DirectoryHandle directory, String name) throws IOException {
    return directory.statIfPresent(ByteString.utf8(name)).filter(FileStat::isRegular).isPresent();
  }

  private static boolean isDirectory(DirectoryHandle directory, String name) throws IOException {
    return directory.statIfPresent(ByteString.utf8(name)).filter(FileStat::isDirectory).isPresent();
  }

  private static boolean hasInside(DirectoryHandle directory, String inner, String name)
      throws IOException {
    if (!isDirectory(directory, inner)) {
      return false;
    }
    try (DirectoryHandle handle = directory.openDirectory(ByteString.utf8(inner))) {
      return isFile(handle, name);
    }
  }
}
