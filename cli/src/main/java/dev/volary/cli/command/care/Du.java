package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.operation.DiskUse;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// `volary du`.
@Command(name = "du", description = "Tell how much the depot stores, and what holds it.")
public final class Du implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    DiskUse.Result use = new DiskUse(call.depot()).run();
    List<VolumeName> volumes = call.depot().volumes();
    Output output = call.output();
    if (output.mode().json()) {
      output.json("volary.diskUse/1", json -> json(json, use, volumes));
    } else if (output.mode().quiet()) {
      output.line(Long.toString(use.totalBytes()));
    } else {
      print(output, use, volumes);
    }
    return DONE;
  }

  private static void json(JsonObject json, DiskUse.Result use, List<VolumeName> volumes) {
    json.put("totalBytes", use.totalBytes())
        .put("heldBytes", use.heldBytes())
        .put("unreachableBytes", use.unreachableBytes())
        .objects(
            "volumes",
            volumes,
            (object, volume) -> {
              DiskUse.Share share = use.ofVolume(volume);
              object
                  .put("name", volume.text())
                  .put("exclusiveBytes", share.exclusiveBytes())
                  .put("sharedBytes", share.sharedBytes());
            })
        .objects(
            "holders",
            use.shares(),
            (object, share) ->
                object
                    .put("volume", share.holder().volume().text())
                    .put("kind", share.holder().kind())
                    .put("name", share.holder().name())
                    .put("exclusiveBytes", share.exclusiveBytes())
                    .put("sharedBytes", share.sharedBytes()));
  }

  private static void print(Output output, DiskUse.Result use, List<VolumeName> volumes) {
    List<DiskUse.Share> shares = use.shares();
    Table table = new Table().row("VOLUME", "HELD BY", "ALONE", "SHARED");
    for (VolumeName volume : volumes) {
      add(table, volume.text(), "all of it", use.ofVolume(volume));
      for (DiskUse.Share share : shares) {
        if (share.holder().volume().equals(volume) && !share.holder().isTrashedVolume()) {
          add(table, "", share.holder().kind() + " " + share.holder().name(), share);
        }
      }
    }
    for (DiskUse.Share share : shares) {
      if (share.holder().isTrashedVolume()) {
        add(table, share.holder().name(), "trash", share);
      }
    }
    table.print(output);
    output.line(
        "%s in all: %s held, %s free after `volary gc`, the rest history and bookkeeping"
            .formatted(
                Words.size(use.totalBytes()),
                Words.size(use.heldBytes()),
                Words.size(use.unreachableBytes())));
  }

  private static void add(Table table, String volume, String holder, DiskUse.Share share) {
    table.row(volume, holder, Words.size(share.exclusiveBytes()), Words.size(share.sharedBytes()));
  }
}
