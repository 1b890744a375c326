package dev.volary.cli.command.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Completion for shells: a table of verbs and options made from the parser, and a fixed part that
/// asks the program itself for names of volumes, branches and files of commits.
final class CompletionScript {
  private final CommandSpec program;

  CompletionScript(CommandSpec program) {
    this.program = program;
  }

  /// Returns the script for bash.
  String bash() {
    return resource("completion.bash").replace("@TABLE@", table());
  }

  /// Returns the script for zsh.
  String zsh() {
    return resource("completion.zsh").replace("@TABLE@", table());
  }

  /// A function both shells understand: for `VERB` or `VERB INNER` it sets what can follow.
  private String table() {
    List<String> lines = new ArrayList<>();
    lines.add("_volary_table() {");
    lines.add("  options= valued= kinds= inner=");
    lines.add("  case \"$1\" in");
    lines.add(row("''", program));
    for (CommandLine verb : program.subcommands().values()) {
      CommandSpec spec = verb.getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        lines.add(row("'" + spec.name() + "'", spec));
        for (CommandLine below : spec.subcommands().values()) {
          CommandSpec inner = below.getCommandSpec();
          lines.add(row("'" + spec.name() + " " + inner.name() + "'", inner));
        }
      }
    }
    lines.add("  esac");
    lines.add("}");
    return String.join("\n", lines);
  }

  private static String row(String pattern, CommandSpec spec) {
    List<String> options = new ArrayList<>();
    List<String> valued = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      for (String name : option.names()) {
        if (!option.hidden()) {
          options.add(name);
          if (option.arity().max() > 0) {
            valued.add(name + ":" + kind(spec.name(), option.paramLabel()));
          }
        }
      }
    }
    List<String> inner =
        spec.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(below -> !below.usageMessage().hidden())
            .map(CommandSpec::name)
            .toList();
    return "    %s) options='%s' valued='%s' kinds='%s' inner='%s' ;;"
        .formatted(
            pattern,
            String.join(" ", options),
            String.join(" ", valued),
            String.join(" ", kinds(spec)),
            String.join(" ", inner));
  }

  private static Set<String> kinds(CommandSpec spec) {
    Set<String> kinds = new LinkedHashSet<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      String kind = kind(spec.name(), parameter.paramLabel());
      if (!kind.isEmpty()) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /// What the words are that a label of the parser stands for; empty for those only a person knows.
  private static String kind(String verb, String label) {
    if (label.startsWith("NAME")) {
      return switch (verb) {
        case "branch" -> "branches";
        case "tag" -> "tags";
        case "restore" -> "trash";
        case "set-url" -> "remotes";
        default -> "";
      };
    }
    return switch (label) {
      case "REV", "START", "REV:PATH", "REV[:PATH]" -> "revisions";
      case "BRANCH", "BRANCH|START", "B" -> "branches";
      case "REMOTE" -> "remotes";
      case "REFSPEC", "REF[:COMMIT]" -> "refs";
      case "VOLUME" -> "volumes";
      case "WHERE" -> "places";
      case "KEY" -> "settings";
      case "VERB" -> "verbs";
      case "SHELL" -> "shells";
      case "DIR", "FILE", "PATH", "DIR|FILE.tar", "URL" -> "files";
      default -> "";
    };
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(CompletionScript.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
