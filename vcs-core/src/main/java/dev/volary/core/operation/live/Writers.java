package dev.volary.core.operation.live;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.capture.consistency.Writer;
import dev.volary.core.capture.consistency.WriterDetection;
import dev.volary.core.capture.consistency.WriterReport;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.worktree.WorktreeIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Keeps commands off worktrees that somebody else is writing to.
final class Writers {
  private static final ByteString PROC = ByteString.utf8("/proc");

  private Writers() {}

  /// Fails with CONFLICT, naming them and the ways on, where processes may write to the worktree.
  static WriterReport refuse(LiveWorktree worktree, String operation) throws IOException {
    WriterReport report = find(worktree);
    refuse(worktree, operation, report);
    return report;
  }

  /// Fails with CONFLICT where processes may write to the worktree that `pause` does not stop.
  static void refuseOthers(LiveWorktree worktree, Pause pause) throws IOException {
    WriterReport all = find(worktree);
    List<Writer> others =
        all.writers().stream().filter(writer -> !pause.stops(writer.pid())).toList();
    refuse(worktree, "commit", new WriterReport(others, all.unseen()));
  }

  private static void refuse(LiveWorktree worktree, String operation, WriterReport report) {
    if (report.writers().isEmpty()) {
      return;
    }
    String ways =
        operation.equals("commit")
            ? "stop the writer, or commit with --freeze, --pause CONTAINER, --pause unit:NAME,"
                + " --before CMD --after CMD, or --live (which need not be one moment of the data)"
            : "stop the writer first";
    throw new VolaryException(
        Fault.CONFLICT,
        "%s is in use by %s: %s".formatted(worktree.record().shown(), report.names(), ways));
  }

  /// Returns who may write to any of the directories the worktree lies in.
  private static WriterReport find(LiveWorktree worktree) throws IOException {
    List<WriterReport> reports = new ArrayList<>();
    try (DirectoryHandle proc = Linux.openRoot(PROC)) {
      WriterDetection detection = new WriterDetection(proc, Linux.processId());
      for (WorktreeIdentity place : worktree.record().places()) {
        reports.add(detection.find(place.path()));
      }
    }
    List<Writer> writers =
        reports.stream().flatMap(report -> report.writers().stream()).distinct().toList();
    return new WriterReport(writers, reports.getFirst().unseen());
  }
}
