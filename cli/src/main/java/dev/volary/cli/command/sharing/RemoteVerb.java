package dev.volary.cli.command.sharing;

import picocli.CommandLine.Command;

/// `volary remote`, whose verbs do the work.
@Command(
    name = "remote",
    description = "Say where a volume is fetched from and pushed to.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {RemoteAdd.class, RemoteList.class, RemoteRemove.class, RemoteSetUrl.class})
public final class RemoteVerb {}
