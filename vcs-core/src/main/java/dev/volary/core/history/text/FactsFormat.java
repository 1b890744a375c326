package dev.volary.core.history.text;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Facts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The text in a commit's Git tree that holds its [Facts], version 1: fixed lines in a fixed order,
/// then those of the [Facts.Policy] if there is any, so that equal facts are equal bytes.
public final class FactsFormat {
  /// The name of the file in the commit's Git tree.
  public static final String FILE = "volary";

  /// The longest text that is read, in bytes.
  public static final int MAX_BYTES = 64 << 10;

  private static final String HEADER = "volary-facts ";
  private static final int VERSION = 1;
  private static final int LINES = 8;
  private static final String PRESET = "preset ";
  private static final String IGNORE = "ignore ";

  private FactsFormat() {}

  /// The canonical text.
  public static byte[] format(Facts facts) {
    Consistency consistency = facts.consistency();
    String text =
        HEADER
            + VERSION
            + "\nroot "
            + facts.root().toHex()
            + "\nentries "
            + facts.entries()
            + "\nbytes "
            + facts.bytes()
            + "\ncaptured "
            + facts.captured()
            + "\nconsistency "
            + consistency.level().word()
            + "\nmethod "
            + consistency.method()
            + "\npause-millis "
            + consistency.pauseMillis()
            + "\n";
    StringBuilder whole = new StringBuilder(text);
    facts.policy().preset().ifPresent(word -> whole.append(PRESET).append(word).append('\n'));
    facts.policy().ignoreRules().forEach(rule -> whole.append(IGNORE).append(rule).append('\n'));
    byte[] bytes = whole.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new VolaryException(
          Fault.LIMIT, "A commit's facts are longer than 64 KiB: shorten the ignore rules");
    }
    return bytes;
  }

  /// The facts in a text; CORRUPT unless it is exactly what [#format] writes, TOO_NEW if a later
  /// version wrote it.
  ///
  /// @param resource what is being read, for the error
  public static Facts parse(byte[] text, String resource) {
    if (text.length > MAX_BYTES) {
      throw corrupt(resource, "they are longer than 64 KiB");
    }
    List<String> lines = List.of(decode(text, resource).split("\n", -1));
    checkVersion(lines.getFirst(), resource);
    if (lines.size() <= LINES || !lines.getLast().isEmpty()) {
      throw corrupt(resource, "they must have 8 lines or more, each with an end");
    }
    Facts facts;
    try {
      facts = fields(lines.subList(0, lines.size() - 1).iterator());
    } catch (VolaryException | IllegalArgumentException | DateTimeException _) {
      throw corrupt(resource, "a field has no valid value");
    }
    if (!Arrays.equals(format(facts), text)) {
      throw corrupt(resource, "they are not written in the canonical way");
    }
    return facts;
  }

  private static Facts fields(Iterator<String> lines) {
    lines.next();
    return new Facts(
        ObjectId.hex(value(lines.next(), "root ")),
        Long.parseLong(value(lines.next(), "entries ")),
        Long.parseLong(value(lines.next(), "bytes ")),
        Instant.parse(value(lines.next(), "captured ")),
        new Consistency(
            level(value(lines.next(), "consistency ")),
            value(lines.next(), "method "),
            Long.parseLong(value(lines.next(), "pause-millis "))),
        policy(lines));
  }

  /// Which of the two a line is, [#format] decides: only its order passes.
  private static Facts.Policy policy(Iterator<String> lines) {
    Optional<String> preset = Optional.empty();
    List<String> rules = new ArrayList<>();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(PRESET)) {
        preset = Optional.of(value(line, PRESET));
      } else {
        rules.add(value(line, IGNORE));
      }
    }
    return new Facts.Policy(preset, rules);
  }

  private static Consistency.Level level(String word) {
    for (Consistency.Level level : Consistency.Level.values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException(word);
  }

  private static String value(String line, String field) {
    if (!line.startsWith(field)) {
      throw new IllegalArgumentException(field);
    }
    return line.substring(field.length());
  }

  private static void checkVersion(String line, String resource) {
    if (line.matches(HEADER + "[1-9][0-9]{0,8}")
        && Integer.parseInt(line.substring(HEADER.length())) > VERSION) {
      throw new VolaryException(
          Fault.TOO_NEW,
          "The facts record of " + resource + " were written by a newer Volary: update this one");
    }
    if (!line.equals(HEADER + VERSION)) {
      throw corrupt(resource, "their first line is not '" + HEADER + VERSION + "'");
    }
  }

  private static String decode(byte[] text, String resource) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException _) {
      throw corrupt(resource, "they are no text");
    }
  }

  private static VolaryException corrupt(String resource, String problem) {
    return VolaryException.corrupt("The facts record of " + resource, problem);
  }
}
