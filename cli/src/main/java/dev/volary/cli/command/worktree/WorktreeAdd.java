package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary worktree add`.
@Command(name = "add", description = "Make another live copy, side by side.")
public final class WorktreeAdd implements Verb {
  @Option(names = "-b", paramLabel = "NEW", description = "make this branch at REV for it")
  private @Nullable String branch;

  @Option(
      names = {"-d", "--detach"},
      description = "hold the commit without a branch")
  private boolean detach;

  @Mixin private CopyOptions copying = new CopyOptions();

  @Parameters(index = "0", paramLabel = "DIR", description = "a new or empty directory")
  private String directory = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REV",
      description = "a branch or commit (default: the present commit)")
  private String revision = "";

  @Override
  public int run(Invocation call) throws IOException {
    Copies.Wish wish = new Copies.Wish(directory, revision, Optional.ofNullable(branch), detach);
    Copies.make(call, wish, copying.manner(call));
    return DONE;
  }
}
