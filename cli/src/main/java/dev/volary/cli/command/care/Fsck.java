package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.ProgressDisplay;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.operation.DepotCheck;
import dev.volary.core.verify.Repair;
import dev.volary.core.verify.VerifyProgress;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary fsck`.
@Command(name = "fsck", description = "Check every byte of the depot; tell whom damage hurts.")
public final class Fsck implements Verb {
  @Option(
      names = "--repair",
      description = "rebuild indexes and take all that is sound out of damaged packs")
  private boolean repair;

  @Override
  public int run(Invocation call) throws IOException {
    DepotCheck check = new DepotCheck(call.depot(), progress(call));
    DepotCheck.Result result = check.check();
    Output output = call.output();
    if (repair && !result.objects().sound()) {
      repaired(output, check.repair());
      result = check.check();
    }
    new FindingText(output).show(result);
    return result.sound() ? DONE : Fault.CORRUPT.exitCode();
  }

  private static void repaired(Output output, Repair.Result done) {
    if (output.mode().json()) {
      output.json(
          "volary.repaired/1",
          json ->
              json.put("manifest", done.manifest())
                  .put("indexes", done.indexes())
                  .put("savedObjects", done.savedObjects())
                  .texts("setAside", done.setAside()));
    } else if (!output.mode().quiet()) {
      if (done.manifest()) {
        output.line("repaired: the list of packs, made anew");
      }
      if (done.indexes() > 0) {
        output.line("repaired: " + done.indexes() + " indexes, made anew");
      }
      done.setAside().forEach(pack -> output.line("set aside in damaged/: " + pack));
      if (done.savedObjects() > 0) {
        output.line(Words.count(done.savedObjects(), "object") + " saved from those");
      }
    }
  }

  private static VerifyProgress progress(Invocation call) {
    ProgressDisplay display = call.progress("checking packs");
    return new VerifyProgress() {
      @Override
      public void packs(long doneBytes, long totalBytes) {
        display.done(doneBytes, totalBytes, "checking packs");
      }

      @Override
      public void roots(int done, int total) {
        display.count(done, total, "checking commits");
      }
    };
  }
}
