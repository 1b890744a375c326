package dev.volary.core.store.write;

import dev.volary.core.store.pack.PackOutput;
import java.security.SecureRandom;

/// How the packs of a transaction are made.
///
/// @param packBytes size at which a pack is finished
/// @param workers threads that append
/// @param outputs where files are made
/// @param random source of names
public record PackPlan(
    int packBytes, int workers, PackOutput.Factory outputs, SecureRandom random) {}
