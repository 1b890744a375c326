package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary protect`.
@Command(
    name = "protect",
    description = "Keep branches on a hub from being deleted, rewritten or pushed to.")
public final class Protect implements Verb {
  @Mixin private ProtectedVolume on = new ProtectedVolume();

  @Option(names = "--no-delete", description = "nobody deletes them (the default)")
  private boolean noDelete;

  @Option(names = "--no-force", description = "nobody rewrites them")
  private boolean noForce;

  @Option(
      names = "--push",
      paramLabel = "WHOM",
      description = "only these change them, such as group:leads,user:anna")
  private Optional<String> push = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "until what a ref points to is so old, such as 90d, or until a moment")
  private Optional<String> until = Optional.empty();

  @Parameters(paramLabel = "PATTERN", description = "the branches, such as main or 'recovery/*'")
  private String pattern = "";

  @Override
  public int run(Invocation call) throws IOException {
    AccessChange.Protecting how = new AccessChange.Protecting(noDelete, noForce, push, until);
    on.change(
        call,
        new ProtectedVolume.Change(
            AccessChange.Kind.PROTECT, pattern, Optional.of(how), pattern + " is protected on %s"));
    return DONE;
  }
}
