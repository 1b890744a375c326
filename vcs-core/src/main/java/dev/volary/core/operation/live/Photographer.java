package dev.volary.core.operation.live;

import dev.volary.core.capture.Capture;
import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.CaptureRequest;
import dev.volary.core.capture.CaptureResult;
import dev.volary.core.capture.CaptureSequence;
import dev.volary.core.capture.consistency.CgroupPause;
import dev.volary.core.capture.consistency.CombinedPause;
import dev.volary.core.capture.consistency.Freeze;
import dev.volary.core.capture.consistency.HookPause;
import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.capture.consistency.WriterReport;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Consistency;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.store.ObjectTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Captures a worktree at one moment of its data, or says that it is none.
final class Photographer {
  private final Depot depot;
  private final CaptureProgress progress;

  /// A captured tree and how it came to show one moment.
  ///
  /// @param capture what was found
  /// @param consistency what can be said of it
  record Snapshot(CaptureResult capture, Consistency consistency) {}

  Photographer(Depot depot, CaptureProgress progress) {
    this.depot = depot;
    this.progress = progress;
  }

  /// Captures into `transaction`, which also tells what is stored and reads it.
  Snapshot take(
      LiveWorktree worktree,
      Circumstances now,
      CommitTree.Request request,
      ObjectTransaction transaction)
      throws IOException {
    CaptureOptions options =
        CaptureOptions.in(depot.layout().temporary())
            .keepingFree(depot.store().keepFree())
            .allowingTorn(request.allow().torn())
            .allowingShrink(request.allow().shrink());
    CaptureRequest wanted = now.request(worktree, options);
    Capture capture = Circumstances.capture(depot);
    return switch (request.moment()) {
      case Moment.Quiet _ -> quiet(worktree, wanted, capture, transaction);
      case Moment.Live _ ->
          new Snapshot(
              capture.run(wanted, transaction, transaction, progress),
              Consistency.of(Consistency.Level.LIVE));
      case Moment.Paused how -> {
        Pause pause = pause(worktree, how);
        if (!how.others().isEmpty()) {
          Writers.refuseOthers(worktree, pause);
        }
        CaptureSequence.Outcome outcome =
            new CaptureSequence(capture, depot.surroundings().clock())
                .run(wanted, new CaptureSequence.Ends(transaction, transaction, progress), pause);
        if (!how.others().isEmpty()) {
          refuseLater(worktree, pause, outcome.result());
        }
        yield new Snapshot(outcome.result(), outcome.consistency());
      }
    };
  }

  /// Writers that came while the others stood still.
  private static void refuseLater(LiveWorktree worktree, Pause pause, CaptureResult captured)
      throws IOException {
    try {
      Writers.refuseOthers(worktree, pause);
    } catch (IOException | RuntimeException e) {
      captured.discardStatCache();
      throw e;
    }
  }

  /// Captures where nobody writes: looks for writers before and after, and compares attributes once
  /// more, which shows a writer who came and went between the two.
  private Snapshot quiet(
      LiveWorktree worktree, CaptureRequest wanted, Capture capture, ObjectTransaction transaction)
      throws IOException {
    Writers.refuse(worktree, "commit");
    CaptureResult result = capture.run(wanted.lookingTwice(), transaction, transaction, progress);
    try {
      WriterReport after = Writers.refuse(worktree, "commit");
      return new Snapshot(result, stillness(wanted.options(), result, after));
    } catch (IOException | RuntimeException e) {
      result.discardStatCache();
      throw e;
    }
  }

  /// Says that nobody wrote; where somebody did, it fails, or says so if torn files are allowed.
  private static Consistency stillness(
      CaptureOptions options, CaptureResult result, WriterReport after) {
    if (result.moved().isEmpty()) {
      String seen = after.unseen() > 0 ? "as far as can be seen" : "";
      return new Consistency(Consistency.Level.STOPPED, seen, 0);
    }
    if (options.allowTorn()) {
      return Consistency.of(Consistency.Level.LIVE);
    }
    ByteString moved = result.moved().get();
    throw new VolaryException(
        Fault.BUSY,
        (moved.isEmpty() ? "The top directory" : moved)
            + " changed while it was being committed; try again, or commit with --freeze, --pause"
            + " CONTAINER, --pause unit:NAME, --before CMD --after CMD, or --live (which need not"
            + " be one moment of the data)");
  }

  private Pause pause(LiveWorktree worktree, Moment.Paused how) throws IOException {
    List<Pause> pauses = new ArrayList<>();
    if (!how.before().isEmpty() || !how.after().isEmpty()) {
      pauses.add(new HookPause(how.before(), how.after(), Moment.LONGEST_PAUSE));
    }
    pauses.addAll(how.others());
    if (how.unit().isPresent()) {
      pauses.add(CgroupPause.ofUnit(how.unit().get(), Moment.LONGEST_PAUSE));
    }
    if (how.freeze()) {
      for (DirectoryHandle data : onePerFileSystem(worktree.directory())) {
        pauses.add(
            new Freeze(
                data,
                List.of(depot.layout().directory(), depot.layout().temporary()),
                Moment.LONGEST_PAUSE));
      }
    }
    if (pauses.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE, "nothing was said that would make writers stand still");
    }
    return pauses.size() == 1 ? pauses.getFirst() : new CombinedPause(pauses);
  }

  /// The top of subvolumes that lie elsewhere is the depot's own, where no program writes.
  private static Collection<DirectoryHandle> onePerFileSystem(DirectoryHandle top)
      throws IOException {
    if (top.subvolumes().isEmpty()) {
      return List.of(top);
    }
    Map<Long, DirectoryHandle> byDevice = new LinkedHashMap<>();
    for (DirectoryHandle subvolume : top.subvolumes().values()) {
      byDevice.putIfAbsent(subvolume.stat().dev(), subvolume);
    }
    return byDevice.values();
  }
}
