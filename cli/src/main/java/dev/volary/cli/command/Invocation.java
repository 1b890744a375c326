package dev.volary.cli.command;

import dev.volary.cli.output.Output;
import dev.volary.cli.output.ProgressDisplay;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotLocation;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.scratch.PassingWorktrees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of one verb: what it was given and what it may use. Parts are opened when asked for.
public final class Invocation implements AutoCloseable {
  private final GlobalOptions options;
  private final Output output;
  private final Caller caller;
  private final ProgressDisplay progress;
  private @Nullable Depot depot;

  /// @param output takes the answer
  /// @param caller who calls, and where
  public Invocation(GlobalOptions options, Output output, Caller caller) {
    this.options = options;
    this.output = output;
    this.caller = caller;
    this.progress = new ProgressDisplay(output, caller.surroundings().clock());
  }

  /// Who calls the program, and where.
  ///
  /// @param here the directory it is called in, absolute
  /// @param root whether the user is root
  /// @param surroundings clock, randomness, environment
  public record Caller(ByteString here, boolean root, Surroundings surroundings) {}

  /// Returns where the answer goes.
  public Output output() {
    return output;
  }

  /// Begins a phase of a long command and returns what shows how far it is.
  public ProgressDisplay progress(String phase) {
    return progress.phase(phase);
  }

  /// Returns the directory the program was called in.
  public ByteString here() {
    return caller.here();
  }

  /// Returns clock, randomness and environment.
  public Surroundings surroundings() {
    return caller.surroundings();
  }

  /// Returns what `-C` gave.
  public Optional<String> where() {
    return options.where();
  }

  /// Returns where the depot is or would be.
  public Path depotDirectory() {
    return DepotLocation.of(options.depot(), caller.surroundings().environment(), caller.root());
  }

  /// Opens the depot; NOT_FOUND where there is none.
  public Depot depot() throws IOException {
    if (depot == null) {
      depot = Depot.open(depotDirectory(), caller.surroundings());
      if (PassingWorktrees.areAny(depot)) {
        new PassingWorktrees(depot, identity()).sweep(new Passing(output));
      }
    }
    return depot;
  }

  /// Opens the depot, making it where there is none.
  public Depot depotOrNew() throws IOException {
    if (depot == null) {
      depot = Depot.openOrCreate(depotDirectory(), caller.surroundings());
    }
    return depot;
  }

  /// Returns what finds worktrees, volumes and revisions by what was typed.
  public Targets targets() throws IOException {
    return new Targets(depot(), caller.here());
  }

  /// Returns the one worktree the command is for.
  public Targets.WorktreeTarget worktree() throws IOException {
    return targets().worktree(where());
  }

  /// Returns the volume the command is for.
  public Volume volume() throws IOException {
    return targets().volume(where());
  }

  /// Returns the commit that was typed, an empty text meaning the present one.
  public Targets.RevisionTarget revision(String text) throws IOException {
    return targets().revision(where(), text);
  }

  /// Returns who stands in commits and reflogs.
  public Identity identity() throws IOException {
    return depot().settings().author(caller.surroundings().environment());
  }

  @Override
  public void close() {
    progress.close();
    if (depot != null) {
      depot.close();
    }
  }
}
