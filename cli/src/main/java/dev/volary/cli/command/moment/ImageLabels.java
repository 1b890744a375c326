package dev.volary.cli.command.moment;

import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.Image;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Which images write the data, as labels.
final class ImageLabels {
  /// The label that names images as their containers do.
  static final String NAME = "image";

  /// The label of the registry's digest, with which the image can be had elsewhere, else the id.
  static final String DIGEST = "image-digest";

  /// The label of the engine's id, which stays when a registry gives the image a digest.
  private static final String ID = "image-id";

  private ImageLabels() {}

  /// Returns the labels of what runs in `containers`; several images are divided by commas.
  static SortedMap<String, String> of(Engine engine, List<Container> containers)
      throws IOException {
    SortedMap<String, Image> images = new TreeMap<>();
    for (Container container : containers) {
      images.putIfAbsent(container.image(), engine.image(container.imageId()));
    }
    return of(images);
  }

  /// Returns the labels of images by their names.
  static SortedMap<String, String> of(SortedMap<String, Image> images) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(NAME, String.join(",", images.keySet()));
    labels.put(DIGEST, joined(images, ImageLabels::digest));
    labels.put(ID, joined(images, Image::id));
    return labels;
  }

  private static String joined(SortedMap<String, Image> images, Function<Image, String> part) {
    return String.join(",", images.values().stream().map(part).toList());
  }

  /// Tells whether every image of the labels `now` is among those of `then`.
  static boolean isAmong(Map<String, String> now, Map<String, String> then) {
    return isAmong(now, then, DIGEST) || isAmong(now, then, ID);
  }

  private static boolean isAmong(Map<String, String> now, Map<String, String> then, String label) {
    return now.containsKey(label)
        && List.of(then.getOrDefault(label, "").split(",", -1))
            .containsAll(List.of(now.getOrDefault(label, "").split(",", -1)));
  }

  private static String digest(Image image) {
    return image.digests().stream()
        .map(name -> name.substring(name.indexOf('@') + 1))
        .findFirst()
        .orElse(image.id());
  }
}
