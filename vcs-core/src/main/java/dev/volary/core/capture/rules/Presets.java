package dev.volary.core.capture.rules;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import java.io.IOException;
import java.util.ArrayList;
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
    return detect(new TreeView.Live(top));
  }

  /// Returns the directories of `preset` in the tree `top`; the top itself where none is found yet.
  public static List<PresetSite> locate(DirectoryHandle top, Preset preset) throws IOException {
    return locate(detect(top), preset);
  }

  /// Returns the data directories in the committed tree `root`: of `preset` only, if one is given.
  public static List<PresetSite> committed(
      ObjectSource source, ObjectId root, Optional<Preset> preset) throws IOException {
    ObjectId top = Top.read(source, root).directory();
    List<PresetSite> all = detect(new TreeView.Committed(new DirectoryReader(source), top));
    return preset.map(one -> locate(all, one)).orElse(all);
  }

  private static List<PresetSite> detect(TreeView top) throws IOException {
    List<PresetSite> sites = new ArrayList<>();
    look(top, ByteString.EMPTY, 0, sites);
    return sites;
  }

  private static List<PresetSite> locate(List<PresetSite> detected, Preset preset) {
    if (preset == Preset.NONE) {
      return List.of();
    }
    List<PresetSite> sites = new ArrayList<>(detected);
    sites.removeIf(site -> site.preset() != preset);
    return sites.isEmpty() ? List.of(new PresetSite(ByteString.EMPTY, preset)) : sites;
  }

  private static void look(TreeView directory, ByteString path, int depth, List<PresetSite> sites)
      throws IOException {
    Preset preset = presetOf(directory);
    if (preset != Preset.NONE) {
      sites.add(new PresetSite(path, preset));
      return;
    }
    if (depth == MAX_DEPTH) {
      return;
    }
    for (ByteString name : directory.directories(MAX_SIBLINGS)) {
      try (TreeView inner = directory.inside(name)) {
        look(inner, path.isEmpty() ? name : path.plus(SLASH).plus(name), depth + 1, sites);
      }
    }
  }

  private static Preset presetOf(TreeView directory) throws IOException {
    if (isFile(directory, "PG_VERSION") && hasInside(directory, "global", "pg_control")) {
      return Preset.POSTGRES;
    }
    if (isFile(directory, "ibdata1") || isFile(directory, "mysql.ibd")) {
      return Preset.MYSQL;
    }
    if (isFile(directory, "dump.rdb")
        || isFile(directory, "appendonly.aof")
        || directory.isDirectory(ByteString.utf8("appendonlydir"))) {
      return Preset.REDIS;
    }
    return Preset.NONE;
  }

  private static boolean isFile(TreeView directory, String name) throws IOException {
    return directory.isFile(ByteString.utf8(name));
  }

  private static boolean hasInside(TreeView directory, String inner, String name)
      throws IOException {
    ByteString folder = ByteString.utf8(inner);
    if (!directory.isDirectory(folder)) {
      return false;
    }
    try (TreeView view = directory.inside(folder)) {
      return isFile(view, name);
    }
  }
}
