package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Words;
import dev.volary.remote.client.Retry;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/// For how long a transfer that the network cut off is tried again.
public final class Tries {
  @Option(
      names = "--retry-for",
      paramLabel = "TIME",
      converter = Span.class,
      description = "try again for so long after the network failed, such as 10m (default: not)")
  private Duration retryFor = Duration.ZERO;

  /// Returns what an attempt returned; each goes on where the last one was cut off.
  public <T> T run(Invocation call, Retry.Attempt<T> attempt) throws IOException {
    Retry retry =
        new Retry(
            retryFor,
            call.surroundings().clock(),
            call.surroundings().random(),
            (pause, why) -> {
              call.output()
                  .talk("%s; trying again in %s".formatted(why.getMessage(), Words.roughly(pause)));
              Thread.sleep(pause);
            });
    return retry.run(attempt);
  }
}
