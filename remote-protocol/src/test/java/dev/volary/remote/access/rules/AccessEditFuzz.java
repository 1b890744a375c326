package dev.volary.remote.access.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Any rules, edited.
final class AccessEditFuzz {
  @FuzzTest
  void areEditedWithoutHarm(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      AccessRules before = AccessRules.parse(Level.HUB, text);
      AccessRules after = AccessRules.parse(Level.HUB, AccessEditTest.grantSome(text));
      assertThat(RuleChanges.between(before, after).orElseThrow())
          .isSubsetOf("refs/heads/${user}/*");
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.USAGE);
    }
  }
}
