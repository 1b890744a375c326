package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary fork`.
@Command(
    name = "fork",
    description = "Make a branch at a commit and a live copy of it, in one step.")
public final class Fork implements Verb {
  @Mixin private CopyOptions copying = new CopyOptions();

  @Parameters(index = "0", paramLabel = "REV", description = "the commit")
  private String revision = "";

  @Parameters(index = "1", paramLabel = "NEWBRANCH", description = "the branch to make")
  private String branch = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "DIR",
      description = "a new or empty directory (default: ./NEWBRANCH)")
  private @Nullable String directory;

  @Override
  public int run(Invocation call) throws IOException {
    String place = directory == null ? branch.replace('/', '-') : directory;
    Copies.Wish wish = new Copies.Wish(place, revision, Optional.of(branch), false);
    Copies.make(call, wish, copying.manner(call));
    return DONE;
  }
}
