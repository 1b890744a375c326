package dev.volary.remote.access.rules;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.config.ConfigLine;
import dev.volary.remote.access.config.ConfigText;
import dev.volary.remote.access.pattern.RefPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a text apart into sections and understands each; what it does not know it refuses, so that
/// a misspelt restriction never opens anything.
final class RulesParser {
  private static final int MAX_SECTIONS = 1000;

  private final Level level;
  private final List<Section> sections = new ArrayList<>();
  private final List<Guard> guards = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  RulesParser(Level level) {
    this.level = level;
  }

  /// A setting of a section.
  ///
  /// @param flag whether a bare name stands there, which means true
  record Line(int number, String key, String value, boolean flag) {}

  /// A section not yet understood.
  record Draft(int number, ConfigLine.Heading heading, List<Line> lines) {
    /// The heading as explanations show it.
    String title() {
      return ConfigLine.Heading.of(heading.section(), heading.subsection()).raw();
    }
  }

  AccessRules parse(String text) {
    for (Draft draft : drafts(ConfigText.parse(text))) {
      understand(draft);
    }
    return new AccessRules(level, sections, guards, blocks);
  }

  private static List<Draft> drafts(List<ConfigLine> lines) {
    List<Draft> drafts = new ArrayList<>();
    int number = 0;
    for (ConfigLine line : lines) {
      number++;
      switch (line) {
        case ConfigLine.Filler _ -> {}
        case ConfigLine.Heading heading ->
            drafts.add(new Draft(number, heading, new ArrayList<>()));
        case ConfigLine.Setting setting ->
            drafts
                .getLast()
                .lines()
                .add(
                    new Line(
                        number,
                        setting.key(),
                        setting.value().orElse(""),
                        setting.value().isEmpty()));
      }
      if (drafts.size() > MAX_SECTIONS) {
        throw ConfigText.refused(number, "there are more than " + MAX_SECTIONS + " sections");
      }
    }
    return drafts;
  }

  private void understand(Draft draft) {
    Optional<String> name = draft.heading().subsection();
    SectionReader reader = new SectionReader(level, draft);
    switch (draft.heading().section()) {
      case "access" -> sections.add(reader.access(pattern(draft, required(draft))));
      case "volume" -> {
        if (name.isPresent()) {
          throw ConfigText.refused(draft.number(), "[volume] has no name: it means this volume");
        }
        sections.add(reader.volume());
      }
      case "protect" -> protect(draft, reader);
      case "block" -> block(draft, reader);
      default ->
          throw ConfigText.refused(
              draft.number(),
              draft.title() + " is unknown: write [access], [protect], [volume] or [block]");
    }
  }

  private void protect(Draft draft, SectionReader reader) {
    for (RefPattern pattern : restricting(draft, required(draft))) {
      Guard guard = reader.protect(pattern);
      guards.add(guard);
      reader.granted(guard).ifPresent(sections::add);
    }
  }

  private void block(Draft draft, SectionReader reader) {
    if (level != Level.HUB) {
      throw ConfigText.refused(draft.number(), "[block] belongs to the hub's rules alone");
    }
    if (draft.heading().subsection().isEmpty()) {
      blocks.addAll(reader.block(Optional.empty()));
      return;
    }
    for (RefPattern pattern : restricting(draft, required(draft))) {
      blocks.addAll(reader.block(Optional.of(pattern)));
    }
  }

  private static String required(Draft draft) {
    return draft
        .heading()
        .subsection()
        .orElseThrow(() ->
            ConfigText.refused(
                draft.number(),
                draft.title() + " needs a pattern, as in [access \"refs/heads/*\"]"));
  }

  private static RefPattern pattern(Draft draft, String text) {
    try {
      return RefPattern.opening(text);
    } catch (VolaryException e) {
      throw ConfigText.refused(draft.number(), e.getMessage());
    }
  }

  private static List<RefPattern> restricting(Draft draft, String text) {
    try {
      return RefPattern.restricting(text);
    } catch (VolaryException e) {
      throw ConfigText.refused(draft.number(), e.getMessage());
    }
  }
}
