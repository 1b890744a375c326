package dev.volary.cli.command.hub;

import picocli.CommandLine.Command;

/// `volary hub`, whose verbs do the work.
@Command(
    name = "hub",
    description = "Make a hub; its volumes, quotas and webhooks.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {HubInit.class, HubVolumes.class, QuotaVerb.class, WebhookVerb.class})
public final class HubVerb {}
