package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An acknowledged commit survives power loss: what the kernel was asked, in which order.
final class PowerLossIT {
  private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)\\) += 0$");
  private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<(.*)>$");
  private static final Pattern RENAMED = Pattern.compile("^\"(.*)\", \"(.*)\"$");

  @TempDir Path scratch;

  /// A call that changed what is on disk: a flush of `path`, or its renaming to `target`.
  private record Step(String path, String target) {
    boolean flush() {
      return target.isEmpty();
    }
  }

  @Test
  void whatIsRenamedIsFlushedBeforeAndItsDirectoryAfter() throws IOException {
    assumeTrue(Command.available("strace"));
    Path tree = Files.createDirectory(scratch.resolve("tree"));
    Volary volary = Volary.in(scratch.toRealPath().resolve("depot")).at(tree);
    Files.writeString(tree.resolve("a"), "1");
    volary.ok("init", "--name", "data", "--preset", "none");
    volary.ok("commit", "-m", "first");
    Files.writeString(tree.resolve("a"), "2");
    List<Step> steps = traced(volary, "commit", "-m", "second");
    int commits = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String target = step.target();
      if (step.flush() || target.endsWith("/statcache") || target.contains("/sessions/")) {
        continue;
      }
      assertThat(flushed(steps.subList(0, i), step.path())).as("before: " + step).isTrue();
      String directory = target.substring(0, target.lastIndexOf('/'));
      assertThat(flushed(steps.subList(i, steps.size()), directory)).as("after: " + step).isTrue();
      commits += target.endsWith("/refs/heads/main") ? 1 : 0;
    }
    assertThat(commits).isEqualTo(1);
    assertThat(steps.stream().filter(step -> step.target().contains("/objects/"))).hasSize(3);
  }

  private List<Step> traced(Volary volary, String... arguments) throws IOException {
    Path log = scratch.resolve("strace");
    Command traced =
        volary
            .command(arguments)
            .under(
                "strace",
                "-f",
                "-y",
                "-s",
                "4096",
                "-e",
                "trace=fsync,fdatasync,rename",
                "-o",
                log.toString());
    traced.run().expect(0);
    List<Step> steps = new ArrayList<>();
    for (String line : whole(Files.readAllLines(log))) {
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        Matcher renamed = RENAMED.matcher(call.group(2));
        Matcher descriptor = DESCRIPTOR.matcher(call.group(2));
        if (renamed.matches()) {
          steps.add(new Step(renamed.group(1), renamed.group(2)));
        } else if (descriptor.matches()) {
          steps.add(new Step(descriptor.group(1), ""));
        }
      }
    }
    return steps;
  }

  /// Puts the halves of calls together that another thread's line stands between.
  private static List<String> whole(List<String> lines) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int cut = line.indexOf(" <unfinished ...>");
      if (cut >= 0) {
        String thread = line.substring(0, line.indexOf(' ') + 1);
        String rest =
            lines.subList(i, lines.size()).stream()
                .filter(later -> later.startsWith(thread) && later.contains(" resumed>"))
                .findFirst()
                .orElseThrow();
        line = line.substring(0, cut) + rest.substring(rest.indexOf(" resumed>") + 9);
      }
      out.add(line);
    }
    return out;
  }

  private static boolean flushed(List<Step> steps, String path) {
    return steps.stream().anyMatch(step -> step.flush() && step.path().equals(path));
  }
}
