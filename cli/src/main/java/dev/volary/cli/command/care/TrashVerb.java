package dev.volary.cli.command.care;

import picocli.CommandLine.Command;

/// `volary trash`, whose verbs do the work.
@Command(
    name = "trash",
    description = "List what was deleted, bring it back, or let it go.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {TrashList.class, TrashRestore.class, TrashEmpty.class})
public final class TrashVerb {}
