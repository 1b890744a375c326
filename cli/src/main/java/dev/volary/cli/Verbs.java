package dev.volary.cli;

import dev.volary.cli.command.GlobalOptions;
import dev.volary.cli.command.demo.Demo;
import dev.volary.cli.command.history.Branch;
import dev.volary.cli.command.history.Label;
import dev.volary.cli.command.history.Log;
import dev.volary.cli.command.history.Reflog;
import dev.volary.cli.command.history.Show;
import dev.volary.cli.command.history.Tag;
import dev.volary.cli.command.program.Version;
import dev.volary.cli.command.tree.Cat;
import dev.volary.cli.command.tree.Export;
import dev.volary.cli.command.tree.Ls;
import dev.volary.cli.command.tree.Search;
import dev.volary.cli.command.worktree.Checkout;
import dev.volary.cli.command.worktree.Commit;
import dev.volary.cli.command.worktree.Fork;
import dev.volary.cli.command.worktree.Init;
import dev.volary.cli.command.worktree.Reset;
import dev.volary.cli.command.worktree.Restore;
import dev.volary.cli.command.worktree.Status;
import dev.volary.cli.command.worktree.Switch;
import dev.volary.cli.command.worktree.Worktree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    verbs.put("worktree", Worktree::new);
    verbs.put("fork", Fork::new);
    verbs.put("export", Export::new);
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
    verbs.put("version", Version::new);
    return verbs;
  }

  /// Returns the names of all verbs.
  static Set<String> names() {
    return TABLE.keySet();
  }

  /// Returns the parser for `args`: with only the verb they name, for each verb's options cost time
  /// to read, or with all of them where there is none.
  static CommandLine commandLine(GlobalOptions options, String... args) {
    String verb = verb(args);
    Supplier<Object> one = TABLE.get(verb);
    CommandLine line = new CommandLine(options);
    if (one != null) {
      line.addSubcommand(verb, one.get());
    } else {
      TABLE.forEach((name, supplier) -> line.addSubcommand(name, supplier.get()));
    }
    line.setPosixClusteredShortOptionsAllowed(true);
    return line;
  }

  /// Returns the parser for all verbs.
  static CommandLine all() {
    return commandLine(new GlobalOptions());
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

  static List<String> suggestions(ParameterException problem) {
    return problem instanceof UnmatchedArgumentException e ? e.getSuggestions() : List.of();
  }
}
