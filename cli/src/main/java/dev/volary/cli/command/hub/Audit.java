package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.input.CaptureTime;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `volary audit`.
@Command(name = "audit", description = "Show what happened on a hub, and check that log.")
public final class Audit implements Verb {
  private static final int MOST = 1000;

  @Mixin private WhichHub hub = new WhichHub();

  @Option(
      names = "--verify",
      description = "only check that no line was changed, and print the last line's hash")
  private boolean verify;

  @Option(names = "-n", paramLabel = "N", description = "at most so many (default: 50)")
  private int number = 50;

  @Option(names = "--volume", paramLabel = "V", description = "of this volume only")
  private Optional<String> volume = Optional.empty();

  @Option(names = "--actor", paramLabel = "USER", description = "of this user only")
  private Optional<String> actor = Optional.empty();

  @Option(names = "--event", paramLabel = "E", description = "of this kind only, such as denied")
  private Optional<String> event = Optional.empty();

  @Option(names = "--since", paramLabel = "TIME", description = "only what happened then or later")
  private Optional<String> since = Optional.empty();

  @Override
  public int run(Invocation call) throws IOException {
    if (number < 1 || number > MOST) {
      throw new VolaryException(Fault.USAGE, "-n takes a number from 1 to " + MOST);
    }
    if (verify) {
      print(call.output(), hub.ask(call, client -> client.verifyAudit(volume)));
      return DONE;
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", String.valueOf(number));
    volume.ifPresent(name -> query.put("volume", name));
    actor.ifPresent(name -> query.put("actor", name));
    event.ifPresent(name -> query.put("event", name));
    since.ifPresent(text -> query.put("since", moment(call, text)));
    JsonObject answer = hub.ask(call, client -> client.audit(query));
    answer.objects("events").forEach(each -> line(call.output(), each));
    return DONE;
  }

  private static String moment(Invocation call, String text) {
    Instant now = call.surroundings().clock().instant();
    return CaptureTime.parse(text, now, ZoneId.systemDefault()).first().toString();
  }

  private static void print(Output output, JsonObject answer) {
    if (output.mode().json()) {
      output.json(
          "volary.audit-chain/1",
          json ->
              json.put("lines", answer.number("lines"))
                  .put("last", answer.text("last"))
                  .put("tornBytes", answer.number("torn-bytes")));
    } else if (output.mode().quiet()) {
      output.line(answer.text("last"));
    } else {
      output.line(
          "%s, each as it was written".formatted(Words.count(answer.number("lines"), "line")));
      output.line("last " + answer.text("last"));
    }
  }

  private static void line(Output output, JsonObject event) {
    String facts = event.object("facts").orElse(JsonObject.EMPTY).toString();
    if (output.mode().json()) {
      output.json(
          "volary.audit/1",
          json ->
              json.put("number", event.number("number"))
                  .put("time", event.text("time"))
                  .put("event", event.text("event"))
                  .put("actor", event.text("actor"))
                  .put("token", event.find("token"))
                  .put("address", event.find("address"))
                  .put("request", event.find("request"))
                  .json("facts", facts));
    } else if (output.mode().quiet()) {
      output.line(String.valueOf(event.number("number")));
    } else {
      String time = Words.moment(Instant.parse(event.text("time")));
      output.line(String.join("  ", time, event.text("actor"), event.text("event"), facts));
    }
  }
}
