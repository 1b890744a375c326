package dev.volary.remote.access.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.config.ConfigText;

/// Any text taken as rules.
final class AccessRulesFuzz {
  @FuzzTest
  void areRefusedOrSayTheSameAgain(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      AccessRules rules = AccessRules.parse(Level.HUB, text);
      String written = ConfigText.format(ConfigText.parse(text));
      assertThat(AccessRules.parse(Level.HUB, written)).isEqualTo(rules);
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.USAGE);
    }
  }
}
