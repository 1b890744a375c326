package dev.volary.remote.access.pattern;

import java.util.Optional;

/// How a name matched a pattern.
///
/// @param specificity of the pattern, with the user's name in its place
/// @param user what `${user}` stood for; empty where the pattern does not have it
public record Match(Specificity specificity, Optional<String> user) {}
