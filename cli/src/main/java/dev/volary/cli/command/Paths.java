package dev.volary.cli.command;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The paths that stand after `--`; [#MARK] is how they reach the parser, which forgets where `--`
/// stood.
public final class Paths {
  /// The option each word after `--` is given with.
  public static final String MARK = "--path";

  @Option(
      names = MARK,
      paramLabel = "PATH",
      description = "only this path of the tree; also given after --")
  private List<String> paths = List.of();

  /// Returns all of them.
  public List<ByteString> all() {
    return paths.stream().map(RawText::encode).toList();
  }

  /// Returns the only one, if any; USAGE where there are several.
  public Optional<ByteString> one() {
    if (paths.size() > 1) {
      throw new VolaryException(Fault.USAGE, "only one path can be given here");
    }
    return all().stream().findFirst();
  }
}
