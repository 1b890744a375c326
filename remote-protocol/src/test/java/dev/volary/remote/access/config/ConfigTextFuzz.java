package dev.volary.remote.access.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import org.eclipse.jgit.errors.ConfigInvalidException;

/// Any text taken as configuration: whatever is accepted means the same to Git.
final class ConfigTextFuzz {
  @FuzzTest
  void isRefusedOrGitsToo(byte[] bytes) throws ConfigInvalidException {
    String text = new String(bytes, UTF_8);
    try {
      ConfigTextTest.assertSameAsGit(text);
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.USAGE);
    }
  }
}
