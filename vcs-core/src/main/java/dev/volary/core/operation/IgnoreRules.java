package dev.volary.core.operation;

import dev.volary.core.capture.rules.CaptureRules;
import dev.volary.core.capture.rules.IgnoreRule;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.capture.rules.Presets;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.DirectoryHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is left out of a volume's commits, and why.
public final class IgnoreRules {
  private static final int MAX_RULE = 4096;

  private final CaptureRules rules;

  /// The rules that hold for a worktree.
  public IgnoreRules(Depot depot, Targets.WorktreeTarget worktree) throws IOException {
    try (DirectoryHandle top = WorktreeGuard.open(depot, worktree.folder(), worktree.record())) {
      Optional<String> preset = worktree.volume().settings().preset();
      List<PresetSite> sites =
          preset.isPresent() ? Presets.locate(top, Preset.of(preset.get())) : Presets.detect(top);
      List<ByteString> lines =
          worktree.volume().settings().ignoreRules().stream().map(RawText::encode).toList();
      this.rules = CaptureRules.of(sites, lines, top);
    }
  }

  /// One rule.
  ///
  /// @param source where it comes from
  /// @param own whether it is the volume's own setting
  public record Rule(String text, String source, boolean own) {}

  /// Returns the rules of a volume in the order of their strength, but for those in a worktree's
  /// own file.
  public static List<Rule> of(Volume volume) {
    List<Rule> rules = new ArrayList<>();
    for (PresetSite site : sites(volume)) {
      for (String line : site.preset().leftOut()) {
        rules.add(new Rule(line, "preset " + site.preset().word(), false));
      }
    }
    for (String line : volume.settings().ignoreRules()) {
      rules.add(new Rule(line, "volume setting", true));
    }
    return rules;
  }

  /// Fails with USAGE where `rule` is none.
  public static void check(String rule) {
    boolean says = !rule.isBlank() && !rule.startsWith("#");
    if (!says || rule.length() > MAX_RULE || rule.chars().anyMatch(Character::isISOControl)) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s' is no ignore rule: write one line of gitignore(5), such as *.tmp"
              .formatted(RawText.encode(rule)));
    }
  }

  /// Returns the rule that decides over a path relative to the worktree's top; a slash at its end
  /// means a directory.
  public Optional<IgnoreRule> decisive(ByteString path) {
    boolean directory = path.size() > 0 && path.byteAt(path.size() - 1) == '/';
    return rules.decisive(directory ? path.substring(0, path.size() - 1) : path, directory);
  }

  private static List<PresetSite> sites(Volume volume) {
    return volume.settings().preset().map(Preset::of).stream()
        .map(preset -> new PresetSite(ByteString.EMPTY, preset))
        .toList();
  }
}
