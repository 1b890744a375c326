package dev.volary.cli;

import dev.volary.cli.output.Output;
import dev.volary.cli.output.OutputMode;
import dev.volary.remote.message.peer.Invitation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the commands of a file, one a line, in this process: what the AOT cache is trained on.
///
/// Words are separated by single spaces; empty lines and lines that start with `#` are skipped. A
/// line that starts with `& ` goes on beside those after it, once it has printed an invitation,
/// which `$invitation` stands for; one that starts with `~ ` names a file that changes here and
/// there, as a database's does. What a command answers does not matter, that its classes are loaded
/// and its loops run hot does.
final class Training {
  private static final String BESIDE = "& ";
  private static final String CHANGE = "~ ";
  private static final int PAGE_BYTES = 8 << 10;
  private static final int CHANGED_PAGE = 16;
  private static final long LIMIT_SECONDS = 20;
  private static final Pattern INVITATION = Pattern.compile(Invitation.PREFIX + "[A-Za-z0-9_-]+");

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String invitation = "";
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (line.startsWith(BESIDE)) {
        invitation = begin(words(line.substring(BESIDE.length()), invitation));
      } else if (line.startsWith(CHANGE)) {
        change(Path.of(line.substring(CHANGE.length())));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        Main.run(words(line, invitation));
      }
    }
    System.exit(0);
  }

  /// Changes a few bytes of every so many pages.
  private static void change(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += CHANGED_PAGE * PAGE_BYTES) {
      bytes[at]++;
    }
    Files.write(file, bytes);
  }

  private static String[] words(String line, String invitation) {
    return line.replace("$invitation", invitation).split(" ", -1);
  }

  /// Runs a command on a thread of its own, and returns the invitation it prints; empty where it
  /// prints none in time.
  private static String begin(String... words) throws InterruptedException {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    Output output =
        new Output(
            new Listening(printed),
            OutputStream.nullOutputStream(),
            new OutputMode(false, false, false, false, 0));
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Main.run(output, words);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    String invitation = printed.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    return invitation == null ? "" : invitation;
  }

  /// Looks for an invitation in what is printed.
  private static final class Listening extends OutputStream {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final BlockingQueue<String> found;

    Listening(BlockingQueue<String> found) {
      this.found = found;
    }

    @Override
    public void write(int value) {
      text.write(value);
    }

    @Override
    public void flush() {
      Matcher matcher = INVITATION.matcher(text.toString(StandardCharsets.UTF_8));
      if (matcher.find()) {
        found.add(matcher.group());
      }
    }
  }
}
