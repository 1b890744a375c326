package dev.volary.cli.docker.engine;

/// How a program in a container ended.
///
/// @param exitCode its exit code
/// @param out what it printed on standard output, as UTF-8, at most a few megabytes
/// @param err what it printed on standard error
public record ExecOutcome(long exitCode, String out, String err) {}
