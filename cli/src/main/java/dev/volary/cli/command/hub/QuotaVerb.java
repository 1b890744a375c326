package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.remote.message.hub.HubQuota;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary hub quota`, whose verbs do the work.
@Command(
    name = "quota",
    description = "Limit how much a hub keeps for a user or a volume.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      QuotaVerb.SetQuota.class,
      QuotaVerb.Lift.class,
      QuotaVerb.Show.class,
      QuotaVerb.Recount.class
    })
final class QuotaVerb {
  private static final String WHAT =
      "user:NAME or NAMESPACE/NAME; user:*, 'NAMESPACE/*' or '*' for each without one of its own";

  private QuotaVerb() {}

  /// `volary hub quota set`.
  @Command(name = "set", description = "Set a limit; what is there already stays.")
  static final class SetQuota implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "WHAT", description = WHAT)
    private String what = "";

    @Parameters(
        index = "1",
        paramLabel = "SIZE",
        converter = Size.class,
        description = "such as 500M or 20GB")
    private long bytes;

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(what);
      HubQuota set =
          hub.ask(call, on, client -> client.setQuota(on.name(), OptionalLong.of(bytes)));
      print(call.output(), List.of(set));
      return DONE;
    }
  }

  /// `volary hub quota lift`.
  @Command(name = "lift", description = "Take a limit away.")
  static final class Lift implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "WHAT", description = WHAT)
    private String what = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(what);
      HubQuota left = hub.ask(call, on, client -> client.setQuota(on.name(), OptionalLong.empty()));
      print(call.output(), List.of(left));
      return DONE;
    }
  }

  /// `volary hub quota show`.
  @Command(
      name = "show",
      description = "Show limits and what is used: your own, a volume's, or, to admins, all.")
  static final class Show implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = WHAT)
    private Optional<String> what = Optional.empty();

    @Override
    public int run(Invocation call) throws IOException {
      Optional<HubVolume> on = what.map(HubVolume::of);
      List<HubQuota> quotas =
          on.isPresent()
              ? hub.ask(call, on.get(), client -> client.quotas(Optional.of(on.get().name())))
              : hub.ask(call, client -> client.quotas(Optional.empty()));
      print(call.output(), quotas);
      return DONE;
    }
  }

  /// `volary hub quota recount`.
  @Command(
      name = "recount",
      description = "Count what a volume really keeps, such as after branches were deleted.")
  static final class Recount implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "VOLUME", description = "NAMESPACE/NAME")
    private String volume = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(volume);
      HubQuota counted = hub.ask(call, on, client -> client.recount(on.name()));
      print(call.output(), List.of(counted));
      return DONE;
    }
  }

  private static void print(Output output, List<HubQuota> quotas) {
    if (output.mode().json()) {
      quotas.forEach(quota -> json(output, quota));
    } else if (output.mode().quiet()) {
      quotas.forEach(quota -> output.line(quota.of()));
    } else {
      Table table = new Table();
      for (HubQuota quota : quotas) {
        table.row(
            quota.of(),
            quota.usedBytes().map(bytes -> Words.size(bytes) + " used").orElse("each"),
            quota.limitBytes().map(bytes -> "of " + Words.size(bytes)).orElse("no limit"));
      }
      table.print(output);
    }
  }

  private static void json(Output output, HubQuota quota) {
    output.json(
        "volary.quota/1",
        json -> {
          json.put("of", quota.of());
          quota.limitBytes().ifPresent(bytes -> json.put("limit", bytes));
          quota.usedBytes().ifPresent(bytes -> json.put("used", bytes));
        });
  }
}
