package dev.volary.cli.command.program;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import picocli.CommandLine.Command;

/// `volary version`.
@Command(name = "version", description = "Print the version of the program and of its formats.")
public final class Version implements Verb {
  /// The program's version.
  public static final String NUMBER = "0.1.0";

  @Override
  public int run(Invocation call) {
    if (call.output().mode().json()) {
      call.output()
          .json("volary.version/1", json -> json.put("version", NUMBER).put("depotFormat", 1));
    } else {
      call.output().line("volary " + NUMBER);
    }
    return DONE;
  }
}
