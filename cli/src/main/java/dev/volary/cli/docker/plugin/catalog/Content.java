package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that the catalog holds at one moment; immutable.
///
/// @param boot the machine's run in which mounts were made
/// @param volumes what Docker knows, by name
/// @param made the volumes of the depot that came into being for Docker and go when it removes them
/// @param chores what is still to be done, in order
public record Content(
    String boot,
    SortedMap<String, DockerVolume> volumes,
    SortedSet<String> made,
    SequencedSet<Chore> chores) {
  private static final String FORMAT = "volary docker 1";

  public Content {
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
    made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
    chores = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(chores));
  }

  static Content empty(String boot) {
    return new Content(boot, new TreeMap<>(), new TreeSet<>(), new LinkedHashSet<>());
  }

  /// Returns a volume that Docker knows.
  public Optional<DockerVolume> find(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  /// Returns the same with this volume in place of the one of its name.
  public Content with(DockerVolume volume) {
    SortedMap<String, DockerVolume> more = new TreeMap<>(volumes);
    more.put(volume.name().text(), volume);
    return new Content(boot, more, made, chores);
  }

  /// Returns the same without a volume.
  public Content without(DockerName name) {
    SortedMap<String, DockerVolume> fewer = new TreeMap<>(volumes);
    fewer.remove(name.text());
    return new Content(boot, fewer, made, chores);
  }

  /// Returns the same with a chore more; one that waits already does not wait twice.
  public Content with(Chore chore) {
    SequencedSet<Chore> more = new LinkedHashSet<>(chores);
    more.add(chore);
    return new Content(boot, volumes, made, more);
  }

  /// Returns the same with a chore done.
  public Content without(Chore chore) {
    SequencedSet<Chore> fewer = new LinkedHashSet<>(chores);
    fewer.remove(chore);
    return new Content(boot, volumes, made, fewer);
  }

  /// Returns the same where a depot's volume came into being for Docker, or no longer counts so.
  public Content made(String volume, boolean forDocker) {
    SortedSet<String> changed = new TreeSet<>(made);
    if (forDocker) {
      changed.add(volume);
    } else {
      changed.remove(volume);
    }
    return new Content(boot, volumes, changed, chores);
  }

  /// Returns the same for another run of the machine, which no mount outlives.
  Content inRun(String newBoot) {
    SortedMap<String, DockerVolume> unmounted = new TreeMap<>();
    volumes.forEach((name, volume) ->
        unmounted.put(
            name,
            new DockerVolume(
                volume.name(),
                volume.options(),
                volume.created(),
                volume.home(),
                new TreeSet<>())));
    return new Content(newBoot, unmounted, made, chores);
  }

  byte[] encode() {
    return JsonObject.EMPTY
        .with("format", FORMAT)
        .with("boot", boot)
        .with("volumes", volumes.values().stream().map(DockerVolume::toJson).toList())
        .with("made", made)
        .with("chores", chores.stream().map(Chore::toJson).toList())
        .toString()
        .concat("\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Reads what [#encode] wrote to `resource`; CORRUPT or TOO_NEW where it is something else.
  static Content decode(String resource, byte[] bytes) {
    try {
      JsonObject json = JsonText.read(bytes);
      String format = json.text("format");
      if (!format.equals(FORMAT)) {
        throw new VolaryException(
            format.startsWith("volary docker ") ? Fault.TOO_NEW : Fault.CORRUPT,
            "%s has format '%s', which this volary does not read".formatted(resource, format));
      }
      SortedMap<String, DockerVolume> volumes = new TreeMap<>();
      for (JsonObject each : json.objects("volumes")) {
        DockerVolume volume = DockerVolume.of(each);
        volumes.put(volume.name().text(), volume);
      }
      List<Chore> chores = new ArrayList<>(json.objects("chores").stream().map(Chore::of).toList());
      return new Content(
          json.text("boot"),
          volumes,
          new TreeSet<>(json.texts("made")),
          new LinkedHashSet<>(chores));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw VolaryException.corrupt(resource, String.valueOf(e.getMessage()));
    } catch (VolaryException e) {
      if (e.fault() == Fault.USAGE) {
        throw VolaryException.corrupt(resource, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
