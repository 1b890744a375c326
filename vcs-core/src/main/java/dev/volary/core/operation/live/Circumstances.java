package dev.volary.core.operation.live;

import dev.volary.core.capture.Baseline;
import dev.volary.core.capture.Capture;
import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureRequest;
import dev.volary.core.capture.rules.CaptureRules;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.capture.rules.Presets;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.copy.OverlayMaking;
import dev.volary.core.scan.UnheldAttributes;
import dev.volary.core.scan.UnheldFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a capture or restore of one worktree has to know: its rules, its base, what it can't hold.
///
/// @param sites data directories of known programs in it
/// @param rules what in it is not data
/// @param base the facts of the commit it is based on
/// @param unheld what of that commit it can't hold
record Circumstances(
    List<PresetSite> sites, CaptureRules rules, Optional<Facts> base, UnheldAttributes unheld) {

  /// Finds out the circumstances of a worktree.
  static Circumstances of(Depot depot, LiveWorktree worktree) throws IOException {
    Volume volume = worktree.volume();
    OverlayMaking.note(depot, worktree);
    List<PresetSite> sites = sites(volume, worktree.directory());
    CaptureRules rules = rules(volume, sites, worktree.directory());
    Optional<CommitId> base = worktree.record().base();
    Optional<UnheldFile> unheld = UnheldFile.read(worktree.folder().unheldFile());
    return new Circumstances(
        sites,
        rules,
        base.map(volume.history()::facts),
        unheld.isPresent() ? unheld.get() : UnheldAttributes.NONE);
  }

  /// Returns the data directories of known programs in a volume's tree.
  static List<PresetSite> sites(Volume volume, DirectoryHandle top) throws IOException {
    Optional<String> preset = volume.settings().preset();
    return preset.isPresent() ? Presets.locate(top, Preset.of(preset.get())) : Presets.detect(top);
  }

  /// Returns what is not data in a volume's tree.
  static CaptureRules rules(Volume volume, List<PresetSite> sites, DirectoryHandle top)
      throws IOException {
    List<ByteString> lines = volume.settings().ignoreRules().stream().map(RawText::encode).toList();
    return CaptureRules.of(sites, lines, top);
  }

  /// Returns a capture that dates by the depot's clock.
  static Capture capture(Depot depot) throws IOException {
    return new Capture(depot.surroundings().clock(), Linux.bootId());
  }

  /// Returns the request for a capture of the worktree.
  CaptureRequest request(LiveWorktree worktree, CaptureOptions options) {
    return new CaptureRequest(
        worktree.directory(),
        base.map(facts -> new Baseline(facts.root(), facts.entries(), facts.bytes())),
        Optional.of(worktree.folder().statCacheFile()),
        rules.filter(),
        unheld,
        options);
  }
}
