package dev.volary.cli.command.scratch;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.worktree.CopyOptions;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.operation.scratch.Scratch;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary run`.
@Command(
    name = "run",
    description = "Run one command in a live copy of a commit that is thrown away afterwards.")
public final class Run implements Verb {
  private static final String VARIABLE = "VOLARY_WORKTREE";

  /// How long a command that was told to end may take.
  private static final long GRACE_SECONDS = 10;

  /// Taken for the sake of those who are used to saying it.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--rm", description = "throw the copy away afterwards (always done)")
  private boolean remove;

  @Option(names = "--copy", paramLabel = "HOW", description = "auto, reflink, overlay or full")
  private String copy = "auto";

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description = "make the copy in this directory (default: /var/tmp)")
  private String folder = "/var/tmp";

  @Parameters(index = "0", paramLabel = "REV", description = "a branch or commit")
  private String revision = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CMD",
      description = "the command and its words, after --; the copy is its present directory")
  private List<String> command = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget what = call.revision(revision);
    try (Scratch scratch =
        Scratch.make(
            call.depot(),
            call.identity(),
            new Scratch.Request(
                what.volume(),
                what.commit(),
                place(call),
                CopyOptions.choice(copy),
                plan -> CopyOptions.tell(call.output(), plan)),
            call.progress("restoring")::done)) {
      call.output().clearTransientLine();
      return execute(scratch, what);
    }
  }

  private ByteString place(Invocation call) {
    byte[] random = new byte[8];
    call.surroundings().random().nextBytes(random);
    ByteString parent = RawText.encode(folder);
    ByteString slash = ByteString.utf8("/");
    ByteString absolute = parent.startsWith(slash) ? parent : call.here().plus(slash).plus(parent);
    return absolute.plus(ByteString.utf8("/volary-run-" + HexFormat.of().formatHex(random)));
  }

  private int execute(Scratch scratch, Targets.RevisionTarget what) throws IOException {
    ShellLine line =
        new ShellLine()
            .export(VARIABLE, scratch.path())
            .export("VOLARY_COMMIT", ByteString.utf8(what.commit().toHex()))
            .goTo(scratch.path())
            .become(command.stream().map(RawText::encode).toList());
    Process process = new ProcessBuilder("sh", "-c", line.toString()).inheritIO().start();
    Thread ending = new Thread(() -> end(process, scratch));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "Interrupted while the command ran", e);
    } finally {
      stayed(ending);
    }
  }

  /// Passes on that this program is to end, and clears up once the command has.
  private static void end(Process process, Scratch scratch) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      scratch.close();
    } catch (IOException | RuntimeException e) {
      // The next command clears what is left.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes the end's preparations back, unless that has begun.
  private static void stayed(Thread ending) {
    Optional<IllegalStateException> begun = Optional.empty();
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      begun = Optional.of(e);
    }
    if (begun.isPresent()) {
      try {
        ending.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
