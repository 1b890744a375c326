package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.operation.joined.JoinDirectories;
import dev.volary.core.operation.live.Initialise;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary init`.
@Command(
    name = "init",
    description = "Start versioning a directory, a Docker volume or a Compose project's data.")
public final class Init implements Verb {
  private static final ByteString SLASH = ByteString.utf8("/");

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "the volume's name (default: the folder's, the Docker volume's, the project's)")
  private @Nullable String name;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "postgres, mysql, redis or none (default: what is found)")
  private @Nullable String preset;

  @Option(
      names = "--allow-outside-links",
      description = "version links that lead data out of the tree as mere links")
  private boolean allowOutsideLinks;

  @Option(
      names = "--docker",
      paramLabel = "VOLUME",
      description = "version this Docker volume of the local driver")
  private @Nullable String docker;

  @Option(
      names = "--compose",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description =
          "version the volumes and data folders of this Compose file's project (default: the file"
              + " where you stand), each as a subvolume of one volume")
  private @Nullable String compose;

  @Option(
      names = "--subvolume",
      paramLabel = "NAME=DIR",
      description = "version several directories as one volume: give this once for each")
  private Map<String, String> subvolumes = new LinkedHashMap<>();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "the directory (default: where you stand)")
  private @Nullable String directory;

  @Override
  public int run(Invocation call) throws IOException {
    requireOneWay();
    if (compose != null) {
      Optional<String> file = Optional.of(compose).filter(text -> !text.isEmpty());
      ComposeData data = ComposeData.of(call, file);
      data.passedOver().forEach(call.output()::talk);
      join(call, VolumeName.suggestedBy(data.project()), data.directories());
    } else if (!subvolumes.isEmpty()) {
      join(call, VolumeName.suggestedBy(subvolumes.keySet().iterator().next()), typed(call));
    } else if (docker != null) {
      try (DockerVolumes volumes = DockerVolumes.connect(call)) {
        start(call, volumes.directory(docker), Optional.of(VolumeName.suggestedBy(docker)));
      }
    } else {
      start(call, absolute(call, directory == null ? "." : directory), Optional.empty());
    }
    return DONE;
  }

  private void requireOneWay() {
    long ways =
        Stream.of(docker != null, compose != null, !subvolumes.isEmpty(), directory != null)
            .filter(given -> given)
            .count();
    if (ways > 1) {
      throw new VolaryException(
          Fault.USAGE, "give one of DIR, --docker, --compose and --subvolume, not several");
    }
    if (preset != null && (compose != null || !subvolumes.isEmpty())) {
      throw new VolaryException(
          Fault.USAGE, "--preset is for one directory; what is in subvolumes is found out");
    }
  }

  private void start(Invocation call, ByteString place, Optional<VolumeName> usual)
      throws IOException {
    Initialise.Result made =
        new Initialise(call.depotOrNew())
            .run(
                new Initialise.Request(
                    place,
                    Optional.ofNullable(name).map(VolumeName::new).or(() -> usual),
                    Optional.ofNullable(preset).map(Preset::of),
                    allowOutsideLinks));
    InitAnswer.print(
        call.output(),
        new InitAnswer(made.volume().name(), made.worktree().path(), made.sites(), Map.of()));
  }

  private void join(
      Invocation call, VolumeName usual, SortedMap<ByteString, ByteString> directories)
      throws IOException {
    JoinDirectories.Result made =
        new JoinDirectories(call.depotOrNew())
            .run(
                new JoinDirectories.Request(
                    Optional.ofNullable(name).map(VolumeName::new).orElse(usual),
                    directories,
                    allowOutsideLinks));
    InitAnswer.print(
        call.output(),
        new InitAnswer(
            made.volume().name(), made.worktree().identity().path(), made.sites(), directories));
  }

  private SortedMap<ByteString, ByteString> typed(Invocation call) {
    SortedMap<ByteString, ByteString> all = new TreeMap<>();
    subvolumes.forEach((key, place) -> {
      if (key.isEmpty() || key.equals(".") || key.equals("..") || key.contains("/")) {
        throw new VolaryException(
            Fault.USAGE, "'%s' can't be the name of a subvolume".formatted(key));
      }
      all.put(RawText.encode(key), absolute(call, place));
    });
    return all;
  }

  private static ByteString absolute(Invocation call, String typed) {
    ByteString path = RawText.encode(typed);
    return path.startsWith(SLASH) ? path : call.here().plus(SLASH).plus(path);
  }
}
