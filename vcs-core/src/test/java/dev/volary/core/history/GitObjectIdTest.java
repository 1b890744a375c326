package dev.volary.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import org.junit.jupiter.api.Test;

final class GitObjectIdTest {
  private static final String HEX = "00112233445566778899aabbccddeeff01234567";

  @Test
  void standsForACommitsNameAndBack() {
    CommitId commit = CommitId.hex(HEX);

    assertThat(GitObjectId.ofCommit(commit)).isEqualTo(GitObjectId.hex(HEX)).hasToString(HEX);
    assertThat(GitObjectId.hex(HEX).asCommit()).isEqualTo(commit);
    assertThat(GitObjectId.ZERO.toHex()).isEqualTo("0".repeat(GitObjectId.HEX_LENGTH));
  }

  @Test
  void otherTextsAreNone() {
    assertThatThrownBy(() -> GitObjectId.hex("abc"))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("abc");
  }
}
