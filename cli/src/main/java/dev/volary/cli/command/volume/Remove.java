package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.DiskUse;
import dev.volary.core.operation.Trash;
import dev.volary.core.operation.Volumes;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary remove`.
@Command(name = "remove", description = "Put a volume in the trash; live directories stay.")
public final class Remove implements Verb {
  @Parameters(index = "0", paramLabel = "VOLUME", description = "the volume")
  private String word = "";

  @Option(names = "--confirm", paramLabel = "NAME", description = "the volume's name once more")
  private @Nullable String confirmation;

  @Option(names = "--dry-run", description = "only say what would happen")
  private boolean dryRun;

  @Override
  public int run(Invocation call) throws IOException {
    VolumeName name = Named.volume(call, word);
    if (!dryRun && !name.text().equals(confirmation)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "removing %s takes its whole history out of use: confirm with --confirm=%s, or look first with --dry-run"
              .formatted(name, name));
    }
    long frees = new DiskUse(call.depot()).run().freedWithout(name);
    List<String> worktrees =
        call.depot().worktrees().all().values().stream()
            .filter(record -> record.volume().equals(name.text()))
            .map(WorktreeRecord::identity)
            .map(identity -> identity.path().toString())
            .toList();
    if (!dryRun) {
      new Volumes(call.depot(), call.identity()).remove(name);
    }
    Instant expires = call.surroundings().clock().instant().plus(Trash.KEPT_FOR);
    answer(call.output(), name, worktrees, new Freed(frees, expires));
    return DONE;
  }

  private record Freed(long bytes, Instant expires) {}

  private void answer(Output output, VolumeName name, List<String> worktrees, Freed freed) {
    if (output.mode().json()) {
      output.json(
          "volary.removed/1",
          json ->
              json.put("name", name.text())
                  .put("dryRun", dryRun)
                  .put("frees", freed.bytes())
                  .put("expires", freed.expires())
                  .texts("worktrees", worktrees));
      return;
    }
    if (output.mode().quiet()) {
      output.line(name.text());
      return;
    }
    output.line((dryRun ? "would remove " : "removed ") + name);
    worktrees.forEach(path -> output.line("  " + path + " stays as it is, no longer versioned"));
    output.line(
        "frees %s after `volary gc` from %s on; until then it is in the trash"
            .formatted(Words.size(freed.bytes()), Words.moment(freed.expires())));
    if (!dryRun) {
      output.talk("undo: volary trash restore " + name);
    }
  }
}
