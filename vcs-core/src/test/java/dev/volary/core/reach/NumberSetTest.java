package dev.volary.core.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.Seeds;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A set of numbers says what a hash set says.
final class NumberSetTest {
  @Test
  void itHoldsWhatWasPutIn() {
    Seeds.each(
        30,
        random -> {
          NumberSet set = new NumberSet();
          Set<Long> model = new HashSet<>();
          long range = 1L << random.nextInt(1, 41);
          for (int i = 0; i < 2000; i++) {
            long number = random.nextLong(range);
            assertThat(set.contains(number)).isEqualTo(model.contains(number));
            assertThat(set.add(number)).isEqualTo(model.add(number));
            assertThat(set.contains(number)).isTrue();
          }
          assertThat(set.size()).isEqualTo(model.size());
        });
  }

  @Test
  void manyNumbersFit() {
    NumberSet set = new NumberSet();
    long most = 20_000_000L;
    for (long number = 0; number < most; number++) {
      set.add(number);
    }
    assertThat(set.size()).isEqualTo(most);
  }
}
