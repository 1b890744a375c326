package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.scan.DirectoryFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// All rules of one capture in the order of their strength: presets, the volume's own, then
/// `.volaryignore`. The last rule that matches decides; nothing inside what is left out can be
/// kept.
public final class CaptureRules {
  /// The file in a tree's top that holds rules of its own.
  public static final ByteString FILE = ByteString.utf8(".volaryignore");

  /// A file of rules that is larger than this has none.
  public static final int MAX_FILE_BYTES = 1 << 20;

  private final List<IgnoreRule> rules;

  private CaptureRules(List<IgnoreRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// Returns the rules for the tree `top`: those of the presets at `sites`, the volume's `settings`
  /// (lines in gitignore syntax), and those of the tree's own file, if there is one.
  public static CaptureRules of(
      List<PresetSite> sites, List<ByteString> settings, DirectoryHandle top) throws IOException {
    return of(sites, settings, lines(top));
  }

  /// Returns the rules for a tree whose own file has the content `own`.
  public static CaptureRules of(List<PresetSite> sites, List<ByteString> settings, byte[] own) {
    List<IgnoreRule> rules = new ArrayList<>();
    for (PresetSite site : sites) {
      List<ByteString> above = IgnoreRule.split(site.path());
      for (String line : site.preset().leftOut()) {
        String source = "preset " + site.preset().word();
        IgnoreRule.parse(ByteString.utf8(line), source, above)
            .map(IgnoreRule::ofPreset)
            .ifPresent(rules::add);
      }
    }
    for (ByteString line : settings) {
      IgnoreRule.parse(line, "volume setting", List.of()).ifPresent(rules::add);
    }
    for (ByteString line : split(own)) {
      IgnoreRule.parse(line, FILE.toString(), List.of()).ifPresent(rules::add);
    }
    return new CaptureRules(rules);
  }

  /// Returns the rule that decides over `path` (relative to the top, joined by `/`), if any does:
  /// the first of the directories above that is left out, else the last rule that matches.
  public Optional<IgnoreRule> decisive(ByteString path, boolean directory) {
    List<ByteString> names = IgnoreRule.split(path);
    for (int i = 1; i < names.size(); i++) {
      Optional<IgnoreRule> above = last(names.subList(0, i), true);
      if (above.isPresent() && above.get().leavesOut()) {
        return above;
      }
    }
    return last(names, directory);
  }

  /// Returns the rules as the filter of the top directory.
  public DirectoryFilter filter() {
    return rules.isEmpty() ? DirectoryFilter.NOTHING : new Filter(List.of());
  }

  private Optional<IgnoreRule> last(List<ByteString> path, boolean directory) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).matches(path, directory)) {
        return Optional.of(rules.get(i));
      }
    }
    return Optional.empty();
  }

  /// Whether a preset leaves it out that no later rule takes back.
  private boolean isNeverData(List<ByteString> path, boolean directory) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      IgnoreRule rule = rules.get(i);
      if (rule.matches(path, directory) && (rule.isOfPreset() || !rule.leavesOut())) {
        return rule.leavesOut();
      }
    }
    return false;
  }

  private static byte[] lines(DirectoryHandle top) throws IOException {
    Optional<FileStat> stat = top.statIfPresent(FILE);
    if (stat.isEmpty() || !stat.get().isRegular() || stat.get().size() > MAX_FILE_BYTES) {
      return new byte[0];
    }
    byte[] bytes = new byte[(int) stat.get().size()];
    try (FileHandle file = top.openFile(FILE, OpenMode.READ)) {
      return Arrays.copyOf(bytes, file.read(0, bytes, 0, bytes.length));
    }
  }

  private static List<ByteString> split(byte[] bytes) {
    List<ByteString> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        lines.add(ByteString.of(bytes, from, i - from));
        from = i + 1;
      }
    }
    return lines;
  }

  /// The rules seen from one directory.
  private final class Filter implements DirectoryFilter {
    private final List<ByteString> above;

    Filter(List<ByteString> above) {
      this.above = above;
    }

    @Override
    public boolean leavesOut(ByteString name, boolean directory) {
      return last(path(name), directory).map(IgnoreRule::leavesOut).orElse(false);
    }

    @Override
    public boolean neverData(ByteString name, boolean directory) {
      return isNeverData(path(name), directory);
    }

    @Override
    public DirectoryFilter inside(ByteString directory) {
      return new Filter(path(directory));
    }

    private List<ByteString> path(ByteString name) {
      List<ByteString> path = new ArrayList<>(above.size() + 1);
      path.addAll(above);
      path.add(name);
      return path;
    }
  }
}
