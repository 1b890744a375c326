package dev.volary.cli.command.sharing;

import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.RefOutcome.Moved;
import dev.volary.remote.client.RefOutcome.Rejected;
import dev.volary.remote.client.TransferResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What became of each ref of a transfer, in Git's words.
final class RefLines {
  /// As wide as two ids with two dots between.
  private static final int COLUMN = 22;

  private RefLines() {}

  /// A transfer that is over.
  ///
  /// @param schema of its JSON
  /// @param direction `From` or `To`
  /// @param address of the other side
  record Told(String schema, String direction, String address, TransferResult result) {}

  /// Prints the refs that moved or did not; nothing where all stand where they stood.
  static void print(Output output, Told told) {
    List<RefOutcome> refs = told.result().refs();
    if (output.mode().json()) {
      output.json(told.schema(), json -> json(json, told));
      return;
    }
    List<RefOutcome> shown = refs.stream().filter(ref -> ref.kind() != Moved.UP_TO_DATE).toList();
    if (output.mode().quiet()) {
      shown.stream()
          .filter(RefOutcome::isDone)
          .flatMap(ref -> ref.after().stream())
          .map(GitObjectId::toHex)
          .distinct()
          .forEach(output::line);
      return;
    }
    if (shown.isEmpty() && told.result().bytes() == 0) {
      output.talk("Everything up-to-date");
      return;
    }
    output.line(told.direction() + " " + told.address());
    shown.forEach(ref -> output.line(line(ref)));
    if (told.result().bytes() > 0) {
      output.talk(
          "%s, %s"
              .formatted(
                  Words.count(told.result().objects(), "object"),
                  Words.size(told.result().bytes())));
    }
  }

  /// Fails as the refs did that are not where they were to be, if any.
  static void requireDone(Told told, String what) {
    Optional<Fault> fault = told.result().fault();
    if (fault.isEmpty()) {
      return;
    }
    List<RefOutcome> refused = told.result().refs().stream().filter(ref -> !ref.isDone()).toList();
    throw new VolaryException(
        fault.get(),
        "%s of %s %s %s: %s"
            .formatted(
                refused.size(),
                Words.count(told.result().refs().size(), "ref"),
                what,
                told.address(),
                remedy(fault.get())));
  }

  private static String remedy(Fault fault) {
    return switch (fault) {
      case BUSY -> "what stands there has moved; `volary fetch` and look, then try again";
      case CONFLICT ->
          "`volary fetch` and look what stands there; push to another branch, or choose"
              + " --force-with-lease";
      case NOT_PERMITTED -> "ask who may write there, or push to another branch";
      case NOT_FOUND -> "fetch what is missing first";
      case USAGE,
          NETWORK,
          CORRUPT,
          TOO_OLD,
          TOO_NEW,
          NO_SPACE,
          LIMIT,
          OUTCOME_UNKNOWN,
          FAILED,
          OMISSIONS,
          INTERRUPTED ->
          "the reasons stand above";
    };
  }

  private static String line(RefOutcome ref) {
    String from = ref.source().map(RefName::shortName).orElse("");
    String to = ref.target().shortName();
    String names = from.isEmpty() ? to : from + " -> " + to;
    String remark = ref.remark().map(text -> " (" + text + ")").orElse("");
    String pad = " ".repeat(Math.max(1, COLUMN - ref.summary().length() + 1));
    return " %s %s%s%s%s".formatted(ref.sign(), ref.summary(), pad, names, remark);
  }

  private static void json(JsonObject json, Told told) {
    json.put("address", told.address())
        .put("objects", told.result().objects())
        .put("bytes", told.result().bytes())
        .objects("refs", told.result().refs(), RefLines::ref);
  }

  private static void ref(JsonObject json, RefOutcome ref) {
    json.put("source", ref.source().map(RefName::value))
        .put("target", ref.target().value())
        .put("before", ref.before().map(GitObjectId::toHex))
        .put("after", ref.after().map(GitObjectId::toHex));
    switch (ref.kind()) {
      case Moved moved ->
          json.put("state", moved.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case Rejected rejected ->
          json.put("state", "rejected")
              .put("byRemote", rejected.remote())
              .put("code", rejected.fault().code())
              .put("reason", rejected.reason());
    }
  }
}
