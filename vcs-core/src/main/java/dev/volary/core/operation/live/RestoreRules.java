package dev.volary.core.operation.live;

import dev.volary.core.capture.rules.CaptureRules;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.capture.rules.Presets;
import dev.volary.core.depot.Volume;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.operation.TreeBrowser;
import dev.volary.core.scan.DirectoryFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is not data where one tree takes the place of another: told by the trees alone, so that
/// planning, applying and going on after an interruption agree.
final class RestoreRules {
  private RestoreRules() {}

  /// Returns the rules for a worktree of `volume` that was the tree `from`, if it was one, and
  /// shall be `to`: those of the programs in either, the volume's, and those in the file of the
  /// first.
  static DirectoryFilter of(
      Volume volume, ObjectSource source, Optional<ObjectId> from, ObjectId to) throws IOException {
    Optional<Preset> preset = volume.settings().preset().map(Preset::of);
    Set<PresetSite> sites = new LinkedHashSet<>(Presets.committed(source, to, preset));
    if (from.isPresent()) {
      sites.addAll(Presets.committed(source, from.get(), preset));
    }
    List<ByteString> settings =
        volume.settings().ignoreRules().stream().map(RawText::encode).toList();
    byte[] own = from.isPresent() ? file(new TreeBrowser(source), from.get()) : new byte[0];
    return CaptureRules.of(List.copyOf(sites), settings, own).filter();
  }

  private static byte[] file(TreeBrowser browser, ObjectId root) throws IOException {
    Optional<TreeBrowser.Found> found = browser.find(root, CaptureRules.FILE);
    if (found.isEmpty()
        || !(found.get().node() instanceof Node.RegularNode file)
        || file.size() > CaptureRules.MAX_FILE_BYTES) {
      return new byte[0];
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    browser.copy(file, out);
    return out.toByteArray();
  }
}
