package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.VolumeName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names on a hub and in its depot stand for each other.
final class HubVolumeNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"team/pgdata", "a/b", "a-b/c--d", "a_/0", "0-1-2/x-", "t/a--b--c"})
  void thereAndBack(String text) {
    HubVolumeName name = HubVolumeName.parse(text);
    assertThat(name).hasToString(text);
    assertThat(HubVolumeName.of(name.inDepot())).hasValue(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "a/",
        "/a",
        "a/b/c",
        "a--b/c",
        "a-/c",
        "-a/c",
        "_a/c",
        "A/c",
        "a/B",
        "a/-b",
        "volary/1",
        "a/.",
        "a.b/c",
        "../a"
      })
  void whatIsNoName(String text) {
    assertThat(HubVolumeName.find(text)).isEmpty();
  }

  @Test
  void otherVolumesOfTheDepotAreNotShown() {
    assertThat(HubVolumeName.of(new VolumeName("pgdata"))).isEqualTo(Optional.empty());
    assertThat(HubVolumeName.of(new VolumeName("a-b"))).isEmpty();
    assertThat(HubVolumeName.of(new VolumeName("volary--1"))).isEmpty();
  }
}
