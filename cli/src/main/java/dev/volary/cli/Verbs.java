package dev.volary.cli;

import dev.volary.cli.command.GlobalOptions;
import dev.volary.cli.command.VerbGuide;
import dev.volary.cli.command.adopt.Compose;
import dev.volary.cli.command.adopt.Eject;
import dev.volary.cli.command.adopt.Init;
import dev.volary.cli.command.care.Doctor;
import dev.volary.cli.command.care.Du;
import dev.volary.cli.command.care.Fsck;
import dev.volary.cli.command.care.Gc;
import dev.volary.cli.command.care.TrashVerb;
import dev.volary.cli.command.demo.Demo;
import dev.volary.cli.command.history.Branch;
import dev.volary.cli.command.history.Label;
import dev.volary.cli.command.history.Log;
import dev.volary.cli.command.history.Reflog;
import dev.volary.cli.command.history.Show;
import dev.volary.cli.command.history.Tag;
import dev.volary.cli.command.hub.AccessVerb;
import dev.volary.cli.command.hub.Audit;
import dev.volary.cli.command.hub.GroupVerb;
import dev.volary.cli.command.hub.HubVerb;
import dev.volary.cli.command.hub.Protect;
import dev.volary.cli.command.hub.TokenVerb;
import dev.volary.cli.command.hub.Unprotect;
import dev.volary.cli.command.hub.UserVerb;
import dev.volary.cli.command.plugin.DockerPlugin;
import dev.volary.cli.command.program.Candidates;
import dev.volary.cli.command.program.Completion;
import dev.volary.cli.command.program.Help;
import dev.volary.cli.command.program.Version;
import dev.volary.cli.command.scratch.Run;
import dev.volary.cli.command.sharing.Clone;
import dev.volary.cli.command.sharing.Fetch;
import dev.volary.cli.command.sharing.Login;
import dev.volary.cli.command.sharing.Logout;
import dev.volary.cli.command.sharing.Peers;
import dev.volary.cli.command.sharing.Pull;
import dev.volary.cli.command.sharing.Push;
import dev.volary.cli.command.sharing.RemoteVerb;
import dev.volary.cli.command.sharing.Serve;
import dev.volary.cli.command.sharing.Whoami;
import dev.volary.cli.command.tree.Cat;
import dev.volary.cli.command.tree.Diff;
import dev.volary.cli.command.tree.Export;
import dev.volary.cli.command.tree.Ls;
import dev.volary.cli.command.tree.Search;
import dev.volary.cli.command.volume.Config;
import dev.volary.cli.command.volume.IgnoreVerb;
import dev.volary.cli.command.volume.Remove;
import dev.volary.cli.command.volume.Rename;
import dev.volary.cli.command.volume.VolumeList;
import dev.volary.cli.command.worktree.Checkout;
import dev.volary.cli.command.worktree.Commit;
import dev.volary.cli.command.worktree.Fork;
import dev.volary.cli.command.worktree.Reset;
import dev.volary.cli.command.worktree.Restore;
import dev.volary.cli.command.worktree.Rollback;
import dev.volary.cli.command.worktree.Status;
import dev.volary.cli.command.worktree.Switch;
import dev.volary.cli.command.worktree.Worktree;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.input.NearMiss;
import dev.volary.core.io.RawText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The table of all verbs.
final class Verbs {
  private static final Map<String, Supplier<Object>> TABLE = table();

  /// Global options whose value is the next word.
  private static final Set<String> WITH_VALUE = Set.of("-C", "--depot");

  private Verbs() {}

  private static Map<String, Supplier<Object>> table() {
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("init", Init::new);
    verbs.put("status", Status::new);
    verbs.put("commit", Commit::new);
    verbs.put("switch", Switch::new);
    verbs.put("checkout", Checkout::new);
    verbs.put("restore", Restore::new);
    verbs.put("reset", Reset::new);
    verbs.put("rollback", Rollback::new);
    verbs.put("worktree", Worktree::new);
    verbs.put("fork", Fork::new);
    verbs.put("run", Run::new);
    verbs.put("export", Export::new);
    verbs.put("eject", Eject::new);
    verbs.put("compose", Compose::new);
    verbs.put("log", Log::new);
    verbs.put("show", Show::new);
    verbs.put("reflog", Reflog::new);
    verbs.put("ls", Ls::new);
    verbs.put("cat", Cat::new);
    verbs.put("search", Search::new);
    verbs.put("branch", Branch::new);
    verbs.put("tag", Tag::new);
    verbs.put("label", Label::new);
    verbs.put("demo", Demo::new);
    verbs.put("clone", Clone::new);
    verbs.put("remote", RemoteVerb::new);
    verbs.put("fetch", Fetch::new);
    verbs.put("pull", Pull::new);
    verbs.put("push", Push::new);
    verbs.put("serve", Serve::new);
    verbs.put("peers", Peers::new);
    verbs.put("login", Login::new);
    verbs.put("logout", Logout::new);
    verbs.put("whoami", Whoami::new);
    hub(verbs);
    verbs.put("list", VolumeList::new);
    verbs.put("diff", Diff::new);
    verbs.put("rename", Rename::new);
    verbs.put("remove", Remove::new);
    verbs.put("config", Config::new);
    verbs.put("ignore", IgnoreVerb::new);
    verbs.put("du", Du::new);
    verbs.put("fsck", Fsck::new);
    verbs.put("gc", Gc::new);
    verbs.put("doctor", Doctor::new);
    verbs.put("trash", TrashVerb::new);
    verbs.put("docker-plugin", DockerPlugin::new);
    verbs.put("version", Version::new);
    verbs.put("completion", () -> new Completion(guide()));
    verbs.put("__complete", Candidates::new);
    verbs.put("help", () -> new Help(guide()));
    return verbs;
  }

  private static void hub(Map<String, Supplier<Object>> verbs) {
    verbs.put("hub", HubVerb::new);
    verbs.put("user", UserVerb::new);
    verbs.put("group", GroupVerb::new);
    verbs.put("token", TokenVerb::new);
    verbs.put("access", AccessVerb::new);
    verbs.put("protect", Protect::new);
    verbs.put("unprotect", Unprotect::new);
    verbs.put("audit", Audit::new);
  }

  /// Returns the names of all verbs that people type.
  static List<String> names() {
    return TABLE.keySet().stream().filter(name -> !name.startsWith("_")).toList();
  }

  /// Returns what the verbs that explain others are told of them.
  static VerbGuide guide() {
    return new VerbGuide(Verbs::overview, Verbs::all);
  }

  /// Returns the page that lists all verbs.
  static String overview() {
    return VerbOverview.of(TABLE);
  }

  /// Returns the parser for `args`: with only the verb they name, for each verb's options cost time
  /// to read, or with none where there is none.
  static CommandLine commandLine(GlobalOptions options, String... args) {
    String verb = verb(args);
    Supplier<Object> one = TABLE.get(verb);
    if (one == null && !verb.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "unknown verb '%s'%s"
              .formatted(printable(verb), hint(verb).orElse("; `volary help` lists them")));
    }
    CommandLine line = line(options);
    if (one != null) {
      line.addSubcommand(verb, one.get());
    }
    return line;
  }

  /// Returns the parser for all verbs.
  static CommandLine all() {
    CommandLine line = line(new GlobalOptions());
    TABLE.forEach((name, supplier) -> line.addSubcommand(name, supplier.get()));
    return line;
  }

  private static CommandLine line(GlobalOptions options) {
    return new CommandLine(options)
        .setPosixClusteredShortOptionsAllowed(true)
        .setUsageHelpAutoWidth(false);
  }

  private static Optional<String> hint(String verb) {
    return Optional.of(Suggestions.hint(verb, names())).filter(hint -> !hint.isEmpty());
  }

  private static String printable(String word) {
    return RawText.encode(word).toString();
  }

  private static String verb(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (WITH_VALUE.contains(args[i])) {
        i++;
      } else if (!args[i].startsWith("-")) {
        return args[i];
      }
    }
    return "";
  }

  static String usage(CommandLine chosen) {
    return chosen.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /// Returns what somebody may have meant who wrote what the parser does not know.
  static List<String> suggestions(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException e) || e.getUnmatched().isEmpty()) {
      return List.of();
    }
    String written = e.getUnmatched().getFirst();
    CommandLine.Model.CommandSpec spec = e.getCommandLine().getCommandSpec();
    List<String> known = new ArrayList<>(spec.subcommands().keySet());
    if (written.startsWith("-")) {
      known = spec.options().stream().flatMap(o -> List.of(o.names()).stream()).toList();
    }
    return known.stream()
        .filter(name -> name.length() > 2 && NearMiss.isNear(written, name))
        .limit(3)
        .toList();
  }
}
