package dev.volary.cli.command.moment;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.EngineSocket;
import dev.volary.cli.docker.engine.Image;
import dev.volary.cli.docker.engine.Uses;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.worktree.WorktreeIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Warns where a new copy's data was written by other images than those at hand: those of the
/// containers that use another copy of the volume, or else the local ones of the names it was
/// written by. Says nothing where there is neither, or no engine.
public final class ImagesHere {
  private static final String POSTGRES = "postgres";
  private static final String POSTGRES_MAJOR = "PG_MAJOR";

  private final Invocation call;
  private final Engine engine;
  private final Map<String, String> written;

  private ImagesHere(Invocation call, Engine engine, Map<String, String> written) {
    this.call = call;
    this.engine = engine;
    this.written = written;
  }

  /// Compares the labels of a commit of `volume` with the images at hand.
  public static void compare(Invocation call, Volume volume, CommitId commit) throws IOException {
    Map<String, String> written = volume.history().labels().of(commit);
    boolean comparable = written.containsKey(ImageLabels.DIGEST) || written.containsKey(POSTGRES);
    Optional<EngineSocket> socket = comparable ? socket(call) : Optional.empty();
    if (socket.isEmpty()) {
      return;
    }
    try (Engine engine = Engine.connect(socket.get())) {
      new ImagesHere(call, engine, written).compare(directories(call, volume));
    } catch (IOException | RuntimeException e) {
      call.output()
          .warn("whether other images wrote this data could not be found out: " + e.getMessage());
    }
  }

  private static Optional<EngineSocket> socket(Invocation call) {
    try {
      return Optional.of(EngineSocket.of(call.surroundings().environment()))
          .filter(EngineSocket::answers);
    } catch (VolaryException e) {
      return Optional.empty(); // one on another machine has nothing to do with this copy
    }
  }

  private static List<ByteString> directories(Invocation call, Volume volume) throws IOException {
    return call.depot().worktrees().all().values().stream()
        .filter(record -> record.volume().equals(volume.name().text()))
        .flatMap(record -> record.places().stream())
        .map(WorktreeIdentity::path)
        .toList();
  }

  private void compare(List<ByteString> directories) throws IOException {
    Map<String, Image> running = running(directories);
    boolean used = !running.isEmpty();
    for (Map.Entry<String, Image> each : (used ? running : local()).entrySet()) {
      compare(each.getKey(), each.getValue(), used);
    }
  }

  private Map<String, Image> running(List<ByteString> directories) throws IOException {
    Uses uses = new Uses(directories);
    Map<String, Image> images = new LinkedHashMap<>();
    for (Container container : uses.in(engine)) {
      if (uses.mayWrite(container)) {
        images.put(container.image(), engine.image(container.imageId()));
      }
    }
    return images;
  }

  private Map<String, Image> local() throws IOException {
    Map<String, Image> images = new LinkedHashMap<>();
    for (String name : split(ImageLabels.NAME)) {
      try {
        images.put(name, engine.image(name));
      } catch (VolaryException e) {
        if (e.fault() != Fault.NOT_FOUND) {
          throw e;
        }
      }
    }
    return images;
  }

  private void compare(String name, Image image, boolean used) {
    String what = used ? "%s (%s) runs on this volume" : "%s is another image here (%s)";
    String digests = written.getOrDefault(ImageLabels.DIGEST, "");
    Map<String, String> here = ImageLabels.of(new TreeMap<>(Map.of(name, image)));
    Optional<String> major = image.variable(POSTGRES_MAJOR);
    List<String> majors = split(POSTGRES);
    if (!digests.isEmpty() && !ImageLabels.isAmong(here, written)) {
      call.output()
          .warn(
              "this data was written by %s (%s), but %s"
                  .formatted(
                      written.getOrDefault(ImageLabels.NAME, "another image"),
                      OtherImages.shortened(digests),
                      what.formatted(
                          name, OtherImages.shortened(here.getOrDefault(ImageLabels.DIGEST, "")))));
    }
    if (major.isPresent() && !majors.isEmpty() && !majors.contains(major.get())) {
      call.output()
          .warn(
              "this data is PostgreSQL %s's, but %s is PostgreSQL %s: a server of another major version does not start on it"
                  .formatted(String.join(",", majors), name, major.get()));
    }
  }

  private List<String> split(String label) {
    List<String> parts = new ArrayList<>(List.of(written.getOrDefault(label, "").split(",", -1)));
    parts.removeIf(String::isEmpty);
    return parts;
  }
}
