package dev.volary.cli.command.volume;

import picocli.CommandLine.Command;

/// `volary ignore`, whose verbs do the work.
@Command(
    name = "ignore",
    description = "Choose which files of a volume are not data.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {IgnoreAdd.class, IgnoreList.class, IgnoreTest.class, IgnoreRemove.class})
public final class IgnoreVerb {}
