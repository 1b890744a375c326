package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary restore`.
@Command(name = "restore", description = "Bring files or directories of this worktree back.")
public final class Restore implements Verb {
  @Option(
      names = {"-s", "--source"},
      paramLabel = "REV",
      description = "the commit to take them from (default: the present one)")
  private String source = "";

  @Mixin private Changing changing = new Changing();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "relative to where you stand, or to the worktree's top with -C")
  private List<String> paths = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    List<ByteString> wanted = paths.stream().map(RawText::encode).toList();
    PathRestore.run(call, source, wanted, changing);
    return DONE;
  }
}
