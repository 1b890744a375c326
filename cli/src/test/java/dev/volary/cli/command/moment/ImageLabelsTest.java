package dev.volary.cli.command.moment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.docker.engine.Image;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ImageLabelsTest {
  private static final String ID = "sha256:01";
  private static final String DIGEST = "sha256:0d";

  private final Map<String, String> local = labels(ID, List.of());
  private final Map<String, String> pushed = labels(ID, List.of("shop@" + DIGEST));

  @Test
  void anImageStaysTheSameWhenItGetsADigest() {
    assertThat(pushed).containsEntry(ImageLabels.DIGEST, DIGEST);
    assertThat(ImageLabels.isAmong(pushed, local)).isTrue();
    assertThat(ImageLabels.isAmong(local, pushed)).isTrue();
  }

  @Test
  void anImageIsTheSameWhereAnotherEngineGivesItAnotherId() {
    Map<String, String> elsewhere = labels("sha256:02", List.of("shop@" + DIGEST));
    assertThat(ImageLabels.isAmong(elsewhere, pushed)).isTrue();
    assertThat(ImageLabels.isAmong(elsewhere, local)).isFalse();
  }

  @Test
  void oneOfSeveralIsAmongThem() {
    Map<String, String> both =
        ImageLabels.of(new TreeMap<>(Map.of("a", image(ID), "b", image("sha256:02"))));
    assertThat(ImageLabels.isAmong(local, both)).isTrue();
    assertThat(ImageLabels.isAmong(both, local)).isFalse();
  }

  @Test
  void whatWasLabelledWithADigestOnlyIsComparedByIt() {
    Map<String, String> then = Map.of(ImageLabels.DIGEST, ID);
    assertThat(ImageLabels.isAmong(local, then)).isTrue();
    assertThat(ImageLabels.isAmong(labels("sha256:02", List.of()), then)).isFalse();
  }

  private static Map<String, String> labels(String id, List<String> digests) {
    return ImageLabels.of(new TreeMap<>(Map.of("shop:1", image(id, digests))));
  }

  private static Image image(String id) {
    return image(id, List.of());
  }

  private static Image image(String id, List<String> digests) {
    return new Image(id, List.of(), digests, List.of(), List.of(), List.of(), new TreeMap<>());
  }
}
