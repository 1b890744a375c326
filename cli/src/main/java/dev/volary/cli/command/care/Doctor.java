package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.operation.Checkup;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/// `volary doctor`.
@Command(
    name = "doctor",
    description = "Look for what stands in the way: space, rights, leftovers.")
public final class Doctor implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    List<Checkup.Remark> remarks = new Checkup(call.depot()).run();
    boolean sick = remarks.stream().anyMatch(r -> r.weight() == Checkup.Weight.PROBLEM);
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.checkup/1",
          json ->
              json.put("healthy", !sick)
                  .objects(
                      "remarks",
                      remarks,
                      (object, remark) ->
                          object
                              .put("weight", remark.weight().name().toLowerCase(Locale.ROOT))
                              .put("about", remark.about())
                              .put("message", remark.sentence())));
    } else {
      for (Checkup.Remark remark : remarks) {
        boolean problem = remark.weight() == Checkup.Weight.PROBLEM;
        if (problem || !output.mode().quiet()) {
          output.line(mark(remark.weight(), output) + remark.about() + ": " + remark.sentence());
        }
      }
    }
    return sick ? Fault.FAILED.exitCode() : DONE;
  }

  private static String mark(Checkup.Weight weight, Output output) {
    return switch (weight) {
      case FINE -> "ok       ";
      case NOTE -> output.style("33", "note     ");
      case PROBLEM -> output.style("31", "problem  ");
    };
  }
}
