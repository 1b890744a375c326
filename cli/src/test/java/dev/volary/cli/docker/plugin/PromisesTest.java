package dev.volary.cli.docker.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.docker.plugin.catalog.Chore;
import dev.volary.cli.docker.plugin.catalog.Content;
import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.cli.docker.plugin.catalog.VolumeOptions;
import dev.volary.core.worktree.WorktreeId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What becomes of views when a volume is made ready.
final class PromisesTest {
  private static final WorktreeId WORKTREE = new WorktreeId("0123456789abcdef");
  private static final Home FIRST = shownAt("/live/views/shop.db-1");
  private static final Home SECOND = shownAt("/live/views/shop.db-2");

  private static Home shownAt(String view) {
    return new Home(WORKTREE, "/live/shop/db", false, Optional.of(view));
  }

  private static DockerVolume volume(Optional<Home> home, String... mounts) {
    SortedSet<String> ids = new TreeSet<>(List.of(mounts));
    return new DockerVolume(
        DockerName.parse("shop.db"), VolumeOptions.parse(Map.of()), Instant.EPOCH, home, ids);
  }

  private static Content content(DockerVolume volume) {
    return new Content("run", new TreeMap<>(), new TreeSet<>(), new LinkedHashSet<>()).with(volume);
  }

  private static Chore unbind(Home home) {
    DockerVolume volume = volume(Optional.empty());
    return new Chore(Chore.Kind.UNBIND, volume.name().volume(), home.view().orElseThrow(), "");
  }

  @Test
  void aViewThatAnotherTakesThePlaceOfGoes() {
    DockerVolume before = volume(Optional.of(FIRST));
    Content after = Promises.ready(content(before), before, SECOND);
    assertThat(after.find("shop.db").orElseThrow().home()).contains(SECOND);
    assertThat(after.chores()).containsExactly(unbind(FIRST));
  }

  @Test
  void aViewThatIsStillTheRightOneStays() {
    DockerVolume before = volume(Optional.of(FIRST), "1");
    assertThat(Promises.ready(content(before), before, FIRST)).isEqualTo(content(before));
  }

  @Test
  void aViewMadeWhileTheOneBeforeWasLetGoOfGoes() {
    DockerVolume before = volume(Optional.of(FIRST), "1");
    Content meanwhile = Promises.unmounted(content(before), "shop.db", "1");
    Content after = Promises.ready(meanwhile, before, SECOND);
    assertThat(after.find("shop.db").orElseThrow().home()).contains(FIRST.withoutView());
    assertThat(after.chores()).containsExactly(unbind(FIRST), unbind(SECOND));
  }

  @Test
  void aViewThatWasLetGoOfWhileItWasFoundIsTakenAwayOnce() {
    DockerVolume before = volume(Optional.of(FIRST), "1");
    Content meanwhile = Promises.unmounted(content(before), "shop.db", "1");
    assertThat(Promises.ready(meanwhile, before, FIRST)).isEqualTo(meanwhile);
  }
}
