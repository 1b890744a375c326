package dev.volary.cli.command.worktree;

import picocli.CommandLine.Command;

/// `volary worktree`: the verbs about worktrees themselves.
@Command(
    name = "worktree",
    description = "Make, list, remove or find live copies.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      WorktreeAdd.class,
      WorktreeList.class,
      WorktreeRemove.class,
      WorktreeRepair.class
    })
public final class Worktree {}
