package dev.volary.core.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Indexes stay few, and are not written again more often than the logarithm says.
final class MergePolicyTest {
  private long names;

  private IndexInfo index(long entries) {
    return new IndexInfo(new UniqueName(0, names++), entries * 50, entries, List.of());
  }

  @Test
  void threeOfALevelStay() {
    assertThat(MergePolicy.choose(List.of())).isEmpty();
    assertThat(MergePolicy.choose(List.of(index(1), index(2), index(3)))).isEmpty();
    assertThat(MergePolicy.choose(List.of(index(5000), index(1), index(2), index(3)))).isEmpty();
  }

  @Test
  void theFourthMergesThemAndAllSmallerOnes() {
    IndexInfo large = index(1_000_000);
    List<IndexInfo> all =
        List.of(index(5000), large, index(5001), index(5), index(5002), index(5003));
    assertThat(MergePolicy.choose(all)).hasSize(5).doesNotContain(large);
  }

  @Test
  void oneMergeGoesUpAsFarAsItMust() {
    List<IndexInfo> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(index(4000));
      all.add(index(15_000));
    }
    all.remove(7);
    assertThat(MergePolicy.choose(all)).as("the merged one would be the fourth").hasSize(7);
  }

  @Test
  void anyHistoryOfPublicationsLeavesFew() {
    Seeds.each(
        20,
        random -> {
          List<IndexInfo> all = new ArrayList<>();
          long added = 0;
          long written = 0;
          for (int i = 0; i < 3000; i++) {
            long entries = 1 + random.nextLong(1L << random.nextInt(1, 16));
            all.add(index(entries));
            added += entries;
            List<IndexInfo> inputs = MergePolicy.choose(all);
            if (!inputs.isEmpty()) {
              long merged = inputs.stream().mapToLong(IndexInfo::entries).sum();
              written += merged;
              all.removeAll(inputs);
              all.add(index(merged));
            }
            int levels = MergePolicy.level(added) + 1;
            assertThat(MergePolicy.choose(all)).isEmpty();
            assertThat(all).hasSizeLessThanOrEqualTo(levels * (MergePolicy.CROWD - 1));
          }
          assertThat(written).isLessThan(added * (2L + MergePolicy.level(added)));
        });
  }
}
