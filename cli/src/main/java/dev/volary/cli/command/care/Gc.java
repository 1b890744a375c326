package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.gc.GcPlan;
import dev.volary.core.gc.GcResult;
import dev.volary.core.operation.GarbageCollection;
import dev.volary.core.operation.Trash;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary gc`.
@Command(name = "gc", description = "Free the space of data that no commit needs any more.")
public final class Gc implements Verb {
  @Option(
      names = "--dry-run",
      description = "only say what would be freed, and what holds the rest")
  private boolean dryRun;

  @Option(names = "--now", description = "empty the trash first, whatever its age")
  private boolean now;

  @Option(names = "--archive", description = "compress what is older than a week as far as can be")
  private boolean archive;

  @Override
  public int run(Invocation call) throws IOException {
    GarbageCollection collection = new GarbageCollection(call.depot(), call.identity());
    GarbageCollection.Request request = new GarbageCollection.Request(now, archive);
    if (dryRun) {
      show(call.output(), collection.plan(request));
    } else {
      show(call.output(), collection.run(request));
    }
    return DONE;
  }

  private static void show(Output output, GcPlan plan) {
    if (output.mode().json()) {
      output.json(
          "volary.gcPlan/1",
          json ->
              json.put("freedBytes", plan.freedBytes())
                  .objects(
                      "packs",
                      plan.packs(),
                      (object, pack) ->
                          object
                              .put("name", pack.pack().name().toString())
                              .put("bytes", pack.pack().sizeBytes())
                              .put("neededBytes", pack.neededBytes())
                              .put("fate", pack.fate().name().toLowerCase(Locale.ROOT)))
                  .objects(
                      "held",
                      plan.held(),
                      (object, held) ->
                          object
                              .put("by", held.by())
                              .put("objects", held.objects())
                              .put("storedBytes", held.storedBytes())));
      return;
    }
    if (output.mode().quiet()) {
      output.line(Long.toString(plan.freedBytes()));
      return;
    }
    output.line("would free " + Words.size(plan.freedBytes()));
    Table table = new Table();
    for (GcPlan.Held held : plan.held()) {
      table.row("  held by " + held.by(), Words.size(held.storedBytes()));
    }
    table.print(output);
  }

  private static void show(Output output, GarbageCollection.Result result) {
    GcResult collected = result.collected();
    if (output.mode().json()) {
      output.json(
          "volary.gc/1",
          json ->
              json.put("freedBytes", collected.freedBytes())
                  .put("complete", collected.complete())
                  .put("waitingPacks", collected.waitingPacks())
                  .texts("waitingFor", collected.waitingFor())
                  .put("skippedPacks", collected.skippedPacks())
                  .texts("letGo", result.letGo().stream().map(Trash.Item::name).toList()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(Long.toString(collected.freedBytes()));
      return;
    }
    result.letGo().forEach(item -> output.line("let go: " + item.kind() + " " + item.name()));
    output.line("freed " + Words.size(Math.max(0, collected.freedBytes())));
    if (collected.waitingPacks() > 0) {
      output.line(
          "%s to go once these have ended: %s; a later `volary gc` goes on"
              .formatted(
                  Words.count(collected.waitingPacks(), "pack"),
                  String.join("; ", collected.waitingFor())));
    }
    if (collected.skippedPacks() > 0) {
      output.line(
          Words.count(collected.skippedPacks(), "pack")
              + " left as they are for want of space: make some room and run it again");
    }
  }
}
