package dev.volary.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.volary.core.io.RawText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Where a command's answer and its talk go: data to standard output, everything else to standard
/// error, byte names as the bytes they are in every locale.
public final class Output {
  private final OutputStream out;
  private final OutputStream err;
  private final OutputMode mode;
  private final TransientLine progress;
  private final JsonFactory json = new JsonFactory();

  /// @param out takes data
  /// @param err takes talk
  public Output(OutputStream out, OutputStream err, OutputMode mode) {
    this(out, err, mode, new TransientLine(err));
  }

  private Output(OutputStream out, OutputStream err, OutputMode mode, TransientLine progress) {
    this.out = out;
    this.err = err;
    this.mode = mode;
    this.progress = progress;
  }

  /// Returns the standard streams of this process.
  public static Output standard(OutputMode mode) {
    // Not System.out: its encoder would turn names it can't express into question marks.
    return new Output(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        new FileOutputStream(FileDescriptor.err),
        mode);
  }

  /// Returns this output in another mode.
  public Output in(OutputMode other) {
    return new Output(out, err, other, progress);
  }

  /// Returns how it is to be written.
  public OutputMode mode() {
    return mode;
  }

  /// Prints one line of data.
  public void line(String text) {
    write(out, text + "\n");
  }

  /// Prints one line for people, unless they asked for quiet or JSON.
  public void talk(String text) {
    if (!mode.quiet() && !mode.json()) {
      flush();
      write(err, text + "\n");
    }
  }

  /// Prints one line of warning, as `warning: …`; as JSON in JSON mode.
  public void warn(String text) {
    flush();
    if (mode.json()) {
      error(object -> object.put("schema", "volary.warning/1").put("message", text));
    } else {
      write(err, style("33", "warning:") + " " + text + "\n");
    }
  }

  /// Prints the one sentence a failed command ends with.
  ///
  /// @param choices what the caller can choose from; may be empty
  public void failure(String code, int exitCode, String sentence, List<String> choices) {
    try {
      flush();
    } catch (UncheckedIOException e) {
      // What could not be printed is the smaller trouble.
    }
    if (mode.json()) {
      error(object -> {
        object
            .put("schema", "volary.error/1")
            .put("code", code)
            .put("exitCode", exitCode)
            .put("message", sentence);
        if (!choices.isEmpty()) {
          object.texts("choices", choices);
        }
      });
    } else {
      write(err, style("31", "volary:") + " " + sentence + "\n");
    }
  }

  /// Prints where a failure came from.
  public void trace(String text) {
    write(err, text);
  }

  /// Overwrites the line the cursor stands in on standard error; for progress on terminals.
  void transientLine(String text) {
    progress.show(text);
  }

  /// Takes the line of progress away; other lines do so by themselves.
  public void clearTransientLine() {
    progress.clear();
  }

  /// Prints one JSON object on a line of its own.
  public void json(String schema, Consumer<JsonObject> content) {
    writeJson(out, object -> content.accept(object.put("schema", schema)));
  }

  /// Returns standard output for bytes; flushed by [#flush].
  public OutputStream bytes() {
    return out;
  }

  /// Hands everything printed so far to the system.
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns `text` in a colour or weight (an SGR code) where colours are wanted.
  public String style(String code, String text) {
    return mode.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void error(Consumer<JsonObject> content) {
    writeJson(err, content);
  }

  private void writeJson(OutputStream target, Consumer<JsonObject> content) {
    progress.clear();
    try {
      JsonGenerator generator = json.createGenerator(target);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      generator.writeStartObject();
      content.accept(new JsonObject(generator));
      generator.writeEndObject();
      generator.close();
      target.write("\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream target, String text) {
    progress.clear();
    try {
      target.write(RawText.encode(text).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
