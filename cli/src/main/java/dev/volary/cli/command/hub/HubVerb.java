package dev.volary.cli.command.hub;

import picocli.CommandLine.Command;

/// `volary hub`, whose verbs do the work.
@Command(
    name = "hub",
    description = "Make a hub, and volumes on one.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {HubInit.class, HubVolumes.class})
public final class HubVerb {}
