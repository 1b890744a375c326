package dev.volary.remote.access.rules;

/// Rules that were found and can't be understood.
///
/// @param problem what is wrong, with the line
public record UnreadableRules(Level level, String problem) implements RuleText {}
