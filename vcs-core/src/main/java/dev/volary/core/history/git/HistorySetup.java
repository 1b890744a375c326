package dev.volary.core.history.git;

import java.time.InstantSource;
import java.time.ZoneId;

/// What a history takes from its surroundings.
///
/// @param zone the zone of times that name none, and of the times written into commits
public record HistorySetup(InstantSource clock, ZoneId zone, RepositoryLock lock) {}
