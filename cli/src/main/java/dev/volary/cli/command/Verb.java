package dev.volary.cli.command;

import java.io.IOException;

/// One verb of the command line: its fields are its options, [#run] is the one use case it calls.
public interface Verb {
  /// The exit code of a command that did what was asked.
  int DONE = 0;

  /// Does it and returns the exit code; failures are thrown.
  int run(Invocation call) throws IOException;
}
