package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.rules.AccessEdit;
import dev.volary.remote.access.rules.Protection;
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
    description = "Keep branches and tags as they are, on a hub or in this depot.",
    footer = {
      "",
      "On the hub that the volume is pushed to, else in this depot, against accidents; without",
      "PATTERN, list what is protected in this depot."
    })
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

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "the branches, such as main or 'recovery/*'")
  private String pattern = "";

  @Override
  public int run(Invocation call) throws IOException {
    boolean local = on.isLocal(call);
    if (pattern.isEmpty()) {
      list(call, local);
      return DONE;
    }
    if (local) {
      on.changeHere(call, this::edited, pattern + " is protected in %s");
      return DONE;
    }
    AccessChange.Protecting how = new AccessChange.Protecting(noDelete, noForce, push, until);
    on.change(
        call,
        new ProtectedVolume.Change(
            AccessChange.Kind.PROTECT, pattern, Optional.of(how), pattern + " is protected on %s"));
    return DONE;
  }

  private static void list(Invocation call, boolean local) throws IOException {
    if (!local) {
      throw new VolaryException(
          Fault.USAGE, "name what to protect; `volary access show` has what a hub protects");
    }
    ProtectedVolume.showHere(call);
  }

  private String edited(String text) {
    if (push.isPresent()) {
      throw new VolaryException(
          Fault.USAGE,
          "who may push is for a hub to say: --no-delete and --no-force guard in this depot");
    }
    return AccessEdit.protect(
        text, pattern, new Protection(noDelete, noForce, Optional.empty(), until));
  }
}
