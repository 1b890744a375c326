package dev.volary.remote.client;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.VolumeName;

/// What to clone.
///
/// @param name what the volume is called here
/// @param remote where it comes from, and under which name that is remembered
/// @param depth of how many commits the data is wanted, as in [FetchRequest]
/// @param tags which tags come along
public record CloneRequest(VolumeName name, Remote remote, int depth, FetchRequest.Tags tags) {}
