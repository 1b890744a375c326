package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary label`.
@Command(name = "label", description = "Show a commit's labels, set K=V, or take K away with K=.")
public final class Label implements Verb {
  @Parameters(index = "0", paramLabel = "REV", description = "the commit")
  private String revision = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "K=V", description = "labels to set")
  private List<String> changes = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget target = call.revision(revision);
    if (!changes.isEmpty()) {
      Map<String, Optional<String>> wanted = new LinkedHashMap<>();
      for (String change : changes) {
        int equals = change.indexOf('=');
        if (equals < 1) {
          throw new VolaryException(
              Fault.USAGE,
              "'" + change + "' is no label: write KEY=VALUE, or KEY= to take it away");
        }
        String value = change.substring(equals + 1);
        wanted.put(change.substring(0, equals), Optional.of(value).filter(v -> !v.isEmpty()));
      }
      try (Session _ = call.depot().begin("label")) {
        target.volume().history().labels().change(target.commit(), wanted, call.identity());
      }
    }
    Map<String, String> labels = target.volume().history().labels().of(target.commit());
    if (call.output().mode().json()) {
      call.output()
          .json(
              "volary.labels/1",
              json -> json.put("commit", target.commit().toHex()).put("labels", labels));
    } else {
      labels.forEach((key, value) -> call.output().line(key + "=" + value));
    }
    return DONE;
  }
}
