package dev.volary.cli.command.moment;

import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.Image;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which images write the data, as labels.
final class ImageLabels {
  /// The label that names images as their containers do.
  static final String NAME = "image";

  /// The label of what tells an image from all others.
  static final String DIGEST = "image-digest";

  private ImageLabels() {}

  /// Returns the labels of what runs in `containers`; several images are divided by commas.
  static SortedMap<String, String> of(Engine engine, List<Container> containers)
      throws IOException {
    SortedMap<String, Image> images = new TreeMap<>();
    for (Container container : containers) {
      images.putIfAbsent(container.image(), engine.image(container.imageId()));
    }
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(NAME, String.join(",", images.keySet()));
    labels.put(
        DIGEST, String.join(",", images.values().stream().map(ImageLabels::digest).toList()));
    return labels;
  }

  /// The registry's digest where it has one, for with it the image can be had elsewhere.
  static String digest(Image image) {
    return image.digests().stream()
        .map(name -> name.substring(name.indexOf('@') + 1))
        .findFirst()
        .orElse(image.id());
  }
}
