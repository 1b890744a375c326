package dev.volary.cli.command.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Manual pages in the macros of man(7), one for the program and one a verb, made from what the
/// parser knows.
final class ManualPages {
  private final CommandSpec program;

  ManualPages(CommandSpec program) {
    this.program = program;
  }

  /// Writes all pages to `directory` and returns how many there are.
  int write(Path directory) throws IOException {
    Files.createDirectories(directory);
    int count = 0;
    for (Map.Entry<String, String> page : pages().entrySet()) {
      Files.write(
          directory.resolve(page.getKey()), page.getValue().getBytes(StandardCharsets.UTF_8));
      count++;
    }
    return count;
  }

  /// Returns the text of each page under its file name.
  Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("volary.1", page(program, verbs()));
    for (CommandSpec verb : visible(program)) {
      List<String> rest = new ArrayList<>();
      for (CommandSpec inner : visible(verb)) {
        rest.add(section(".SS", inner.name()));
        rest.add(line(description(inner)));
        rest.add(".PP");
        rest.add(synopsis(inner));
        rest.addAll(arguments(inner));
      }
      pages.put("volary-" + verb.name() + ".1", page(verb, rest));
    }
    return pages;
  }

  private static List<CommandSpec> visible(CommandSpec parent) {
    return parent.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .toList();
  }

  private List<String> verbs() {
    List<String> lines = new ArrayList<>();
    lines.add(section(".SH", "VERBS"));
    for (CommandSpec verb : visible(program)) {
      lines.add(".TP");
      lines.add(".BR volary\\-" + text(verb.name()) + " (1)");
      lines.add(line(description(verb)));
    }
    return lines;
  }

  private static String page(CommandSpec spec, List<String> rest) {
    String name = spec.qualifiedName("-");
    List<String> lines = new ArrayList<>();
    lines.add(
        ".TH %s 1 \"\" \"volary %s\" \"Volary\""
            .formatted(text(name.toUpperCase(Locale.ROOT)), Version.NUMBER));
    lines.add(section(".SH", "NAME"));
    lines.add(text(name) + " \\- " + text(description(spec).replaceFirst("\\.$", "")));
    lines.add(section(".SH", "SYNOPSIS"));
    lines.add(synopsis(spec));
    lines.addAll(arguments(spec));
    lines.addAll(rest);
    lines.add(section(".SH", "EXIT STATUS"));
    lines.add(
        line(
            "0 done, 1 differences found, 2 usage, 3 not found, 4 refused until you choose,"
                + " 5 not permitted, 6 stale or locked, 7 network, 8 damaged data, 9 no space,"
                + " 10 failed otherwise, 11 done with omissions, 130 interrupted."));
    return String.join("\n", lines) + "\n";
  }

  private static String synopsis(CommandSpec spec) {
    String synopsis = new CommandLine.Help(spec).synopsis(0).strip();
    return ".B " + text(spec.qualifiedName(" ")) + "\n" + line(withoutName(spec, synopsis));
  }

  private static String withoutName(CommandSpec spec, String synopsis) {
    String plain = synopsis.replaceAll("\\s+", " ");
    String name = spec.qualifiedName(" ");
    return plain.startsWith(name) ? plain.substring(name.length()).strip() : plain;
  }

  private static List<String> arguments(CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      describe(lines, parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : spec.options()) {
      boolean takesValue = option.arity().max() > 0;
      String names = String.join(", ", option.names());
      describe(lines, takesValue ? names + " " + option.paramLabel() : names, option);
    }
    if (!lines.isEmpty()) {
      lines.addFirst(section(spec.parent() == null || depth(spec) == 1 ? ".SH" : ".PP", "OPTIONS"));
    }
    return lines;
  }

  private static int depth(CommandSpec spec) {
    int depth = 0;
    for (CommandSpec above = spec.parent(); above != null; above = above.parent()) {
      depth++;
    }
    return depth;
  }

  private static void describe(List<String> lines, String title, ArgSpec argument) {
    if (argument.hidden()) {
      return;
    }
    lines.add(".TP");
    lines.add(".B " + text(title));
    lines.add(line(String.join(" ", argument.description())));
  }

  private static String section(String macro, String title) {
    return macro.equals(".PP") ? ".PP" : macro + " \"" + text(title) + "\"";
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description()).replace("%%", "%");
  }

  /// A line of text must not begin with what would be a request.
  private static String line(String words) {
    String escaped = text(words.replaceAll("\\s+", " ").strip());
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String text(String words) {
    StringBuilder out = new StringBuilder();
    words
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> out.append("\\(rs");
            case '-' -> out.append("\\-");
            case '"' -> out.append("\\(dq");
            case '\'' -> out.append("\\(aq");
            case '`' -> out.append("\\(ga");
            case '^' -> out.append("\\(ha");
            case '~' -> out.append("\\(ti");
            default -> {
              if (c < 0x7f) {
                out.append((char) c);
              } else {
                out.append("\\[u%04X]".formatted(c));
              }
            }
          }
        });
    return out.toString();
  }
}
