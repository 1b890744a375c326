package dev.volary.core.operation.live;

import dev.volary.core.capture.consistency.WriterDetection;
import dev.volary.core.capture.consistency.WriterReport;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import java.io.IOException;

/// Keeps commands off worktrees that somebody else is writing to.
final class Writers {
  private static final ByteString PROC = ByteString.utf8("/proc");

  private Writers() {}

  /// Fails with CONFLICT, naming them and the ways on, where processes may write to the worktree.
  static WriterReport refuse(LiveWorktree worktree, String operation) throws IOException {
    ByteString path = worktree.record().identity().path();
    WriterReport report;
    try (DirectoryHandle proc = Linux.openRoot(PROC)) {
      report = new WriterDetection(proc, Linux.processId()).find(path);
    }
    if (report.writers().isEmpty()) {
      return report;
    }
    String ways =
        operation.equals("commit")
            ? "stop the writer, or commit with --freeze, --pause unit:NAME, --before CMD --after"
                + " CMD, or --live (which need not be one moment of the data)"
            : "stop the writer first";
    throw new VolaryException(
        Fault.CONFLICT, "%s is in use by %s: %s".formatted(path, report.names(), ways));
  }
}
