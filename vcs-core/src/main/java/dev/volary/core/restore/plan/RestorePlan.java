package dev.volary.core.restore.plan;

import dev.volary.core.restore.entry.StatSet;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.UnheldCollector;
import java.io.IOException;

/// What a restore will do: made without changing anything, applied once. Its owner closes it.
public final class RestorePlan implements AutoCloseable {
  private final RestoreRequest request;
  private final Scan scan;
  private final PlanTotals totals;
  private final Notes notes;

  /// What planning noted down for applying.
  public record Notes(
      ActionLog log, HardLinks links, Moves moves, UnheldCollector unheld, StatSet clean) {
    public static Notes empty() {
      return new Notes(
          new ActionLog(), new HardLinks(), new Moves(), new UnheldCollector(), new StatSet());
    }
  }

  public RestorePlan(RestoreRequest request, Scan scan, PlanTotals totals, Notes notes) {
    this.request = request;
    this.scan = scan;
    this.totals = totals;
    this.notes = notes;
  }

  /// Returns what is asked for.
  public RestoreRequest request() {
    return request;
  }

  /// Returns what will be done, in numbers.
  public PlanTotals totals() {
    return totals;
  }

  public Scan scan() {
    return scan;
  }

  public Notes notes() {
    return notes;
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
