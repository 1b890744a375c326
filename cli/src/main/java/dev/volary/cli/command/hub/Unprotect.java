package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.remote.access.rules.AccessEdit;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary unprotect`.
@Command(name = "unprotect", description = "Take away what `protect` has put there.")
public final class Unprotect implements Verb {
  @Mixin private ProtectedVolume on = new ProtectedVolume();

  @Parameters(paramLabel = "PATTERN", description = "the branches, as they were protected")
  private String pattern = "";

  @Override
  public int run(Invocation call) throws IOException {
    if (on.isLocal(call)) {
      on.changeHere(
          call,
          text -> AccessEdit.unprotect(text, pattern),
          pattern + " is no longer protected in %s");
      return DONE;
    }
    on.change(
        call,
        new ProtectedVolume.Change(
            AccessChange.Kind.UNPROTECT,
            pattern,
            Optional.empty(),
            pattern + " is no longer protected on %s"));
    return DONE;
  }
}
