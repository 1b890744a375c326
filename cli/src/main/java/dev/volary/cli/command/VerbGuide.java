package dev.volary.cli.command;

import java.util.function.Supplier;
import picocli.CommandLine;

/// What the program knows about its own verbs, for those that explain the others. Parts are made
/// when asked for.
///
/// @param overview the page that lists all verbs
/// @param all the parser of all verbs
public record VerbGuide(Supplier<String> overview, Supplier<CommandLine> all) {}
