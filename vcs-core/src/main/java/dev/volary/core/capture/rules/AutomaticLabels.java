package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.OpenMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The facts that matter when a commit is brought back much later, as labels: which server can read
/// it, on which kind of machine.
public final class AutomaticLabels {
  private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final ByteString PG_VERSION = ByteString.utf8("PG_VERSION");
  private static final int MAX_VERSION = 64;

  private AutomaticLabels() {}

  /// Returns the labels of the tree `top` with the data directories `sites`; `architecture` is the
  /// machine's, as the virtual machine calls it.
  public static SortedMap<String, String> of(
      DirectoryHandle top, List<PresetSite> sites, String architecture) throws IOException {
    SortedMap<String, String> labels = new TreeMap<>();
    for (PresetSite site : sites) {
      if (site.preset() == Preset.POSTGRES) {
        String version = postgresVersion(top, site);
        if (VERSION.matcher(version).matches()) {
          labels.merge("postgres", version, (a, b) -> a.equals(b) ? a : a + "," + b);
        }
      }
    }
    if (!sites.isEmpty()) {
      labels.put("arch", architecture.equals("amd64") ? "x86_64" : architecture);
    }
    return labels;
  }

  private static String postgresVersion(DirectoryHandle top, PresetSite site) throws IOException {
    DirectoryHandle at = top;
    List<DirectoryHandle> opened = new ArrayList<>();
    try {
      for (ByteString name : IgnoreRule.split(site.path())) {
        at = at.openDirectory(name);
        opened.add(at);
      }
      if (at.statIfPresent(PG_VERSION).isEmpty()) {
        return "";
      }
      try (FileHandle file = at.openFile(PG_VERSION, OpenMode.READ)) {
        byte[] bytes = new byte[MAX_VERSION];
        int length = file.read(0, bytes, 0, bytes.length);
        return new String(bytes, 0, length, StandardCharsets.US_ASCII).strip();
      }
    } finally {
      opened.forEach(DirectoryHandle::close);
    }
  }
}
