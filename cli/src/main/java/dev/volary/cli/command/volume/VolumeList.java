package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Facts;
import dev.volary.core.operation.live.Overview;
import dev.volary.remote.client.Clone;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/// `volary list`.
@Command(
    name = "list",
    description = "List volumes and worktrees: branch, state, size, consistency.")
public final class VolumeList implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    List<Overview.VolumeSummary> volumes = new Overview(call.depot()).run();
    Output output = call.output();
    Set<VolumeName> unfinished = unfinished(call);
    if (output.mode().json()) {
      for (Overview.VolumeSummary volume : volumes) {
        output.json(
            "volary.volume/1",
            json -> json(json, volume).put("unfinished", unfinished.contains(volume.name())));
      }
    } else if (output.mode().quiet()) {
      volumes.forEach(volume -> output.line(volume.name().text()));
    } else {
      print(output, volumes, unfinished);
    }
    return DONE;
  }

  /// Clones that were cut off.
  private static Set<VolumeName> unfinished(Invocation call) throws IOException {
    Set<VolumeName> unfinished = new HashSet<>();
    for (VolumeName name : call.depot().volumes()) {
      if (Clone.isUnfinished(call.depot().volume(name))) {
        unfinished.add(name);
      }
    }
    return unfinished;
  }

  private static void print(
      Output output, List<Overview.VolumeSummary> volumes, Set<VolumeName> unfinished) {
    if (volumes.isEmpty()) {
      output.talk("there is no volume yet: make one with `volary init DIR`");
      return;
    }
    Table table =
        new Table().row("VOLUME", "BRANCH", "STATE", "SIZE", "CAPTURED", "CONSISTENCY", "WORKTREE");
    for (Overview.VolumeSummary volume : volumes) {
      String name = volume.name().text();
      for (Overview.WorktreeSummary worktree : volume.worktrees()) {
        row(table, name, worktree.branch().orElse("detached"), worktree);
      }
      if (volume.worktrees().isEmpty()) {
        Optional<Facts> facts = volume.head().map(CommitInfo::facts);
        table.row(
            name,
            volume.branch(),
            unfinished.contains(volume.name()) ? "unfinished clone" : "",
            facts.map(f -> Words.size(f.bytes())).orElse("empty"),
            facts.map(f -> Words.moment(f.captured())).orElse(""),
            facts.map(f -> f.consistency().level().word()).orElse(""),
            "");
      }
    }
    table.print(output);
  }

  private static void row(
      Table table, String volume, String branch, Overview.WorktreeSummary worktree) {
    Optional<Facts> facts = worktree.base().map(CommitInfo::facts);
    table.row(
        volume,
        branch,
        worktree.state().word(),
        facts.map(f -> Words.size(f.bytes())).orElse("empty"),
        facts.map(f -> Words.moment(f.captured())).orElse(""),
        facts.map(f -> f.consistency().level().word()).orElse(""),
        worktree.path().toString());
  }

  private static JsonObject json(JsonObject json, Overview.VolumeSummary volume) {
    json.put("name", volume.name().text()).put("defaultBranch", volume.branch());
    volume.head().ifPresent(head -> json.object("head", object -> commit(object, head)));
    return json.put("preset", volume.preset())
        .objects(
            "worktrees",
            volume.worktrees(),
            (object, worktree) -> {
              object.put("path", worktree.path()).put("branch", worktree.branch());
              object.put("state", worktree.state().word());
              worktree
                  .base()
                  .ifPresent(base -> object.object("base", inner -> commit(inner, base)));
            });
  }

  private static void commit(JsonObject json, CommitInfo commit) {
    json.put("commit", commit.id().toHex())
        .put("captured", commit.facts().captured())
        .put("entries", commit.facts().entries())
        .put("bytes", commit.facts().bytes())
        .put("consistency", commit.facts().consistency().level().word());
  }
}
