package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.operation.copy.CopyPlan;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.worktree.Provision.Stay;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a live copy is made and how long it stays, as options.
public final class CopyOptions {
  @Option(
      names = "--copy",
      paramLabel = "HOW",
      description =
          "auto, reflink (share blocks), overlay (a mount over a shared checkout; root) or full")
  private String copy = "auto";

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = Span.class,
      description = "remove it after so long, such as 2h; uncommitted changes are kept for a week")
  private @Nullable Duration timeToLive;

  NewWorktree.Manner manner(Invocation call) {
    Stay stay =
        timeToLive == null
            ? new Stay.ForGood()
            : new Stay.Until(
                call.surroundings()
                    .clock()
                    .instant()
                    .plus(timeToLive)
                    .truncatedTo(ChronoUnit.SECONDS));
    return new NewWorktree.Manner(
        choice(copy), stay, Optional.empty(), plan -> tell(call.output(), plan));
  }

  /// Returns what a word given with `--copy` means.
  public static CopyChoice choice(String word) {
    for (CopyChoice choice : CopyChoice.values()) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(word)) {
        return choice;
      }
    }
    throw new VolaryException(
        Fault.USAGE, "--copy takes auto, reflink, overlay or full, not '%s'".formatted(word));
  }

  /// Says what is going to be written where that is much.
  public static void tell(Output output, CopyPlan plan) {
    if (plan.first()) {
      output.talk(
          "making a shared checkout first, once for this commit: %s are written"
              .formatted(Words.size(plan.bytes())));
    } else if (plan.way() == CopyPlan.Way.FULL && plan.bytes() >= CopyPlan.MUCH_BYTES) {
      output.talk(
          "making a full copy, because %s: up to %s are written"
              .formatted(plan.reason(), Words.size(plan.bytes())));
    }
  }

  static String word(CopyPlan.Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }
}
