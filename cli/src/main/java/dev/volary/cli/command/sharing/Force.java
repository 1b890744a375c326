package dev.volary.cli.command.sharing;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.push.Forcing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Whether commits of the other side may be left behind.
final class Force {
  @Option(
      names = {"-f", "--force"},
      description = "leave commits there behind, whatever they are")
  private boolean always;

  @Option(
      names = "--force-with-lease",
      arity = "0..1",
      paramLabel = "REF[:COMMIT]",
      preprocessor = AttachedOnly.class,
      description = "leave commits there behind that were seen here, or that are named")
  private List<String> leases = List.of();

  /// Returns what was asked for; USAGE where it excludes itself.
  Forcing forcing(Volume volume) {
    if (always && !leases.isEmpty()) {
      throw new VolaryException(Fault.USAGE, "--force and --force-with-lease exclude each other");
    }
    if (leases.isEmpty()) {
      return always ? new Forcing.Always() : new Forcing.AsSaid();
    }
    Map<RefName, Optional<GitObjectId>> expected = new HashMap<>();
    for (String lease : leases) {
      int colon = lease.indexOf(':');
      if (colon > 0) {
        String commit = lease.substring(colon + 1);
        expected.put(
            ref(lease.substring(0, colon)),
            commit.isEmpty()
                ? Optional.empty()
                : Optional.of(GitObjectId.ofCommit(volume.history().resolve(commit))));
      }
    }
    return new Forcing.WithLease(expected);
  }

  private static RefName ref(String name) {
    return name.startsWith("refs/") ? new RefName(name) : RefName.branch(name);
  }

  /// Takes a value only where it is attached by `=`: the next word is a remote.
  static final class AttachedOnly implements IParameterPreprocessor {
    // The library's interface has this type.
    @SuppressWarnings("JdkObsolete")
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        args.push("");
      }
      return false;
    }
  }
}
