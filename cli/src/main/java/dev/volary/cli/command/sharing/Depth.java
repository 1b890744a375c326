package dev.volary.cli.command.sharing;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.FetchRequest;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Of how many commits the data is brought, not only the history.
final class Depth {
  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "bring the data of the newest N commits of every branch only, those that were left out"
              + " before too; the history comes whole")
  private Optional<Integer> depth = Optional.empty();

  @Option(names = "--history-only", description = "bring the history, and no data")
  private boolean historyOnly;

  /// Returns how many, `usual` where nothing was said; USAGE where that can't be.
  int commits(int usual) {
    if (historyOnly && depth.isPresent() || depth.map(n -> n < 1).orElse(false)) {
      throw new VolaryException(
          Fault.USAGE, "--depth takes a number from 1 up; --history-only stands for none");
    }
    return historyOnly ? FetchRequest.HISTORY_ONLY : depth.orElse(usual);
  }

  boolean isHistoryOnly() {
    return historyOnly;
  }
}
