package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.transfer.TransferProgress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Who is asked for the objects of one fetch: each has all of them, and whoever is free is asked
/// next. One that fails drops out and the others go on; the last one's failure is the fetch's.
/// Thread-safe.
final class Sources {
  /// Questions to one source at the same time.
  static final int STREAMS = 3;

  /// What another source may not have.
  private static final Set<Fault> OWN =
      EnumSet.of(
          Fault.NETWORK,
          Fault.NOT_FOUND,
          Fault.CORRUPT,
          Fault.BUSY,
          Fault.NOT_PERMITTED,
          Fault.LIMIT);

  private final List<Source> all;
  private final TransferProgress progress;
  private final BlockingQueue<Source> free = new LinkedBlockingQueue<>();
  private final Set<Source> lost = new HashSet<>();

  /// One of them.
  ///
  /// @param session of this fetch there
  /// @param ledger of what was asked and received there
  record Source(Connection connection, TransferId session, BatchLedger ledger) {}

  /// @param all at least one
  /// @param progress is told of those that drop out
  Sources(List<Source> all, TransferProgress progress) {
    this.all = List.copyOf(all);
    this.progress = progress;
    for (int i = 0; i < STREAMS; i++) {
      free.addAll(all);
    }
  }

  /// How many questions can be under way.
  int width() {
    return all.size() * STREAMS;
  }

  /// Asks whoever is free, and another where that one fails; waits for one.
  void ask(Consumer<Source> question) {
    while (true) {
      Source source = take();
      try {
        question.accept(source);
        free.add(source);
        return;
      } catch (VolaryException e) {
        if (!OWN.contains(e.fault()) || !drop(source, e)) {
          free.add(source);
          throw e;
        }
      } catch (RuntimeException | Error e) {
        // Without its place back, others would wait for it for ever.
        free.add(source);
        throw e;
      }
    }
  }

  private Source take() {
    try {
      while (true) {
        Source next = free.take();
        if (!isLost(next)) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while fetching", e);
    }
  }

  private synchronized boolean isLost(Source source) {
    return lost.contains(source);
  }

  /// Returns whether there is another one to ask.
  private synchronized boolean drop(Source source, VolaryException why) {
    if (lost.contains(source)) {
      return true;
    }
    if (lost.size() + 1 == all.size()) {
      return false;
    }
    lost.add(source);
    progress.said(
        "going on without %s: %s".formatted(source.connection().address(), why.getMessage()));
    return true;
  }
}
