package dev.volary.core.depot;

import dev.volary.core.history.VolumeHistory;
import dev.volary.core.reach.Completeness;
import java.nio.file.Path;

/// One volume of a depot: its history and its settings.
///
/// @param name its name in this depot
/// @param directory its folder in the depot
/// @param history its commits, branches and tags; closed with the depot
/// @param completeness which of its commits have all their data here
/// @param settings how its worktrees are captured
public record Volume(
    VolumeName name,
    Path directory,
    VolumeHistory history,
    Completeness completeness,
    VolumeSettings settings) {}
