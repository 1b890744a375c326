package dev.volary.cli.command.moment;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.pause.Database;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.live.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how a capture comes to show one moment of its data.
public final class MomentOptions {
  private static final String AUTO = "auto";
  private static final String UNIT = "unit:";

  @Option(
      names = "--live",
      description = "capture under running writers: NOT one moment of the data")
  private boolean live;

  @Option(names = "--freeze", description = "freeze the file system for the moment (root)")
  private boolean freeze;

  @Option(
      names = "--pause",
      paramLabel = "CONTAINER|auto|unit:NAME",
      description =
          "pause these containers, or those that use the worktree (auto: as without options), or"
              + " the processes of a systemd unit")
  private List<String> pauses = List.of();

  @Option(
      names = "--db",
      paramLabel = "postgres|mysql|redis",
      description = "bring the database to a safe point by its own statements, then pause it")
  private @Nullable String database;

  @Option(
      names = "--before",
      paramLabel = "CMD",
      description = "a command that makes writers stand still")
  private List<String> before = List.of();

  @Option(
      names = "--after",
      paramLabel = "CMD",
      description = "a command that lets them go on; runs whatever happens")
  private List<String> after = List.of();

  /// Finds out what to do with whom; the answer is to be closed when the capture is over.
  public ChosenMoment choose(Invocation call, LiveWorktree worktree) throws IOException {
    boolean otherwise = freeze || !before.isEmpty() || !after.isEmpty();
    if (live && (otherwise || !pauses.isEmpty() || database != null)) {
      throw new VolaryException(
          Fault.USAGE, "--live captures without a pause: leave it or the others out");
    }
    if (live) {
      return ChosenMoment.of(new Moment.Live());
    }
    Optional<String> unit =
        pauses.stream()
            .filter(pause -> pause.startsWith(UNIT))
            .map(pause -> pause.substring(UNIT.length()))
            .findFirst();
    List<String> named =
        pauses.stream().filter(pause -> !pause.startsWith(UNIT) && !pause.equals(AUTO)).toList();
    boolean explicit = pauses.contains(AUTO) || database != null;
    boolean auto = explicit || pauses.isEmpty() && !otherwise;
    Moment.Paused asked = new Moment.Paused(freeze, unit, before, after, List.of());
    if (named.isEmpty() && !auto) {
      return ChosenMoment.of(asked);
    }
    ContainerChoice.Wish wish =
        new ContainerChoice.Wish(
            named, auto, explicit, Optional.ofNullable(database).map(Database::of));
    return ContainerChoice.choose(call, UsedBy.paths(worktree), wish, asked);
  }
}
