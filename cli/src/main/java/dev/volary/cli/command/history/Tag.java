package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.guard.LocalGuards;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Tags;
import dev.volary.core.operation.TagPlacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary tag`.
@Command(name = "tag", description = "List, make, sign, check or delete tags.")
public final class Tag implements Verb {
  @Option(names = "-m", paramLabel = "MSG", description = "annotate it")
  private @Nullable String message;

  @Option(
      names = {"-s", "--sign"},
      description = "sign it with an SSH key (config user.signingkey)")
  private boolean sign;

  @Option(names = "--key", paramLabel = "FILE", description = "the SSH key to sign with")
  private @Nullable Path key;

  @Option(
      names = {"-f", "--force"},
      description = "tag a live capture as a recovery state all the same")
  private boolean force;

  @Option(
      names = {"-d", "--delete"},
      description = "delete tags")
  private boolean delete;

  @Option(
      names = {"-v", "--verify"},
      paramLabel = "SIGNERS",
      description = "check the signature against this file of allowed signers")
  private @Nullable Path signers;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME [REV]",
      description = "the tag, and the commit it names")
  private List<String> words = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    if (words.isEmpty()) {
      for (Tags.TagInfo tag : call.volume().history().tags().list()) {
        show(call.output(), tag);
      }
    } else if (delete) {
      for (String name : words) {
        delete(call, name);
      }
    } else if (signers != null) {
      verify(call, signers);
    } else {
      create(call);
    }
    return DONE;
  }

  private void create(Invocation call) throws IOException {
    if (words.size() > 2) {
      throw new VolaryException(Fault.USAGE, "tag takes a name and at most one commit");
    }
    Targets.RevisionTarget target = call.revision(words.size() == 2 ? words.get(1) : "");
    Optional<Tags.Annotation> annotation = Optional.empty();
    if (message != null || sign || key != null) {
      Optional<Path> signingKey =
          sign || key != null ? Optional.of(signingKey(call)) : Optional.empty();
      annotation =
          Optional.of(
              new Tags.Annotation(
                  call.identity(), message == null ? words.getFirst() : message, signingKey));
    }
    Tags.TagInfo tag =
        new TagPlacement(call.depot())
            .place(
                target.volume(),
                new TagPlacement.Request(
                    RefName.tag(words.getFirst()), target.commit(), annotation, force));
    show(call.output(), tag);
  }

  private Path signingKey(Invocation call) throws IOException {
    if (key != null) {
      return key.toAbsolutePath();
    }
    return call.depot()
        .settings()
        .signingKey(call.surroundings().environment())
        .orElseThrow(() ->
            new VolaryException(
                Fault.USAGE,
                "there is no key to sign with: name one with --key, or `volary config"
                    + " user.signingkey FILE`"));
  }

  private void verify(Invocation call, Path allowed) throws IOException {
    Tags.Check check =
        call.volume()
            .history()
            .tags()
            .verify(RefName.tag(words.getFirst()), allowed.toAbsolutePath());
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.signature/1",
          json ->
              json.put("verdict", check.verdict().name().toLowerCase(java.util.Locale.ROOT))
                  .put("signer", check.signer())
                  .put("detail", check.detail()));
    }
    if (check.verdict() != Tags.Verdict.GOOD) {
      throw new VolaryException(
          Fault.CORRUPT,
          "the signature of tag %s does not hold: %s".formatted(words.getFirst(), check.detail()));
    }
    if (!output.mode().json()) {
      output.line("tag %s: good signature by %s".formatted(words.getFirst(), check.signer()));
    }
  }

  private static void delete(Invocation call, String name) throws IOException {
    Volume volume = call.volume();
    RefName tag = RefName.tag(name);
    new LocalGuards(call, volume).requireDeletable(tag);
    DeletionRendering.show(
        call, new TagPlacement(call.depot()).remove(volume, tag, call.identity()));
  }

  private static void show(Output output, Tags.TagInfo tag) {
    if (output.mode().json()) {
      output.json(
          "volary.tag/1",
          json ->
              json.put("name", tag.ref().shortName())
                  .put("commit", tag.target().toHex())
                  .put("tagger", tag.tagger().map(Object::toString))
                  .put("message", tag.message())
                  .put("signed", tag.signed()));
    } else if (output.mode().quiet()) {
      output.line(tag.ref().shortName());
    } else {
      output.line(
          "%s  %s%s  %s"
              .formatted(
                  tag.target().shortHex(),
                  tag.ref().shortName(),
                  tag.signed() ? " (signed)" : "",
                  tag.message().lines().findFirst().orElse(""))
              .stripTrailing());
    }
  }
}
