package dev.volary.cli.command.adopt;

import dev.volary.cli.output.Output;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.io.ByteString;
import java.util.List;
import java.util.Map;

/// What `init` answers.
///
/// @param volume the new volume
/// @param worktree its top
/// @param sites data directories of known programs that were found
/// @param subvolumes where those lie that lie elsewhere
record InitAnswer(
    VolumeName volume,
    ByteString worktree,
    List<PresetSite> sites,
    Map<ByteString, ByteString> subvolumes) {

  static void print(Output output, InitAnswer made) {
    if (output.mode().json()) {
      output.json(
          "volary.init/1",
          json ->
              json.put("volume", made.volume().text())
                  .put("worktree", made.worktree())
                  .objects(
                      "subvolumes",
                      List.copyOf(made.subvolumes().entrySet()),
                      (object, each) ->
                          object.put("name", each.getKey()).put("path", each.getValue()))
                  .objects(
                      "presets",
                      made.sites(),
                      (object, site) ->
                          object.put("path", site.path()).put("preset", site.preset().word())));
      return;
    }
    if (output.mode().quiet()) {
      output.line(made.volume().text());
      return;
    }
    if (made.subvolumes().isEmpty()) {
      output.line("volume %s versions %s".formatted(made.volume(), made.worktree()));
    } else {
      output.line("volume %s versions".formatted(made.volume()));
      made.subvolumes().forEach((name, path) -> output.line("  %s  %s".formatted(name, path)));
    }
    made.sites()
        .forEach(site ->
            output.line(
                "preset %s for %s (change it with `volary config --volume capture.preset NAME`)"
                    .formatted(
                        site.preset().word(),
                        site.path().isEmpty() ? "the whole tree" : site.path())));
    output.talk("next: volary -C %s commit -m 'first state'".formatted(made.volume()));
  }
}
