package dev.volary.cli.command.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Words reach the command as they were given, whatever bytes they are.
final class ShellLineTest {
  @Test
  void anyBytesArriveInAnyLocale() throws IOException, InterruptedException {
    byte[] all = new byte[255];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i + 1);
    }
    ByteString every = ByteString.of(all);
    ByteString lines = ByteString.of(new byte[] {(byte) 0xff, '\n', '\n'});
    ByteString quotes = ByteString.utf8("it's \"$HOME\" `x` \\ %s");
    List<ByteString> words =
        List.of(
            ByteString.utf8("sh"),
            ByteString.utf8("-c"),
            ByteString.utf8("printf '%s|' \"$@\" \"$V\""),
            ByteString.utf8("name"),
            every,
            lines,
            ByteString.EMPTY,
            quotes);
    String script =
        new ShellLine().export("V", every).goTo(ByteString.utf8("/")).become(words).toString();
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    ByteString bar = ByteString.utf8("|");
    ByteString wanted =
        every
            .plus(bar)
            .plus(lines)
            .plus(bar)
            .plus(bar)
            .plus(quotes)
            .plus(bar)
            .plus(every)
            .plus(bar);
    assertThat(ByteString.of(process.getInputStream().readAllBytes())).isEqualTo(wanted);
    assertThat(process.waitFor()).isZero();
  }
}
