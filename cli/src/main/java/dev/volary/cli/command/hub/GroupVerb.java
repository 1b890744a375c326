package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.remote.client.hub.HubClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary group`, whose verbs do the work.
@Command(
    name = "group",
    description = "Put the users of a hub into groups that rules can name.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      GroupVerb.Create.class,
      GroupVerb.Delete.class,
      GroupVerb.Add.class,
      GroupVerb.Remove.class,
      GroupVerb.Listing.class
    })
public final class GroupVerb {
  /// `volary group create`.
  @Command(name = "create", description = "Make a group.")
  static final class Create implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "GROUP", description = "the new group")
    private String group = "";

    @Override
    public int run(Invocation call) throws IOException {
      hub.tell(call, client -> client.createGroup(group));
      Tell.done(call.output(), group, "there is a group " + group);
      return DONE;
    }
  }

  /// `volary group delete`.
  @Command(name = "delete", description = "Take a group away; rules that name it name nobody.")
  static final class Delete implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "GROUP", description = "the group")
    private String group = "";

    @Override
    public int run(Invocation call) throws IOException {
      hub.tell(call, client -> client.deleteGroup(group));
      Tell.done(call.output(), group, "there is no group " + group + " any more");
      return DONE;
    }
  }

  /// `volary group add`.
  @Command(name = "add", description = "Put users into a group.")
  static final class Add implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "GROUP", description = "the group")
    private String group = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "the users")
    private List<String> users = List.of();

    @Override
    public int run(Invocation call) throws IOException {
      for (String user : users) {
        hub.ask(call, client -> client.setMember(group, user, true));
        Tell.done(call.output(), user, user + " is in " + group);
      }
      return DONE;
    }
  }

  /// `volary group remove`.
  @Command(name = "remove", description = "Take users out of a group.")
  static final class Remove implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "GROUP", description = "the group")
    private String group = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "USER", description = "the users")
    private List<String> users = List.of();

    @Override
    public int run(Invocation call) throws IOException {
      for (String user : users) {
        hub.ask(call, client -> client.setMember(group, user, false));
        Tell.done(call.output(), user, user + " is not in " + group + " any more");
      }
      return DONE;
    }
  }

  /// `volary group list`.
  @Command(name = "list", description = "List the groups with their members.")
  static final class Listing implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Override
    public int run(Invocation call) throws IOException {
      hub.ask(call, HubClient::groups)
          .forEach((group, members) -> print(call.output(), group, members));
      return DONE;
    }

    private static void print(Output output, String group, List<String> members) {
      if (output.mode().json()) {
        output.json("volary.group/1", json -> json.put("name", group).texts("members", members));
      } else if (output.mode().quiet()) {
        output.line(group);
      } else {
        output.line(group + "\t" + String.join(", ", members));
      }
    }
  }
}
