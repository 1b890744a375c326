package dev.volary.cli.command.contact;

import dev.volary.cli.output.Output;

/// Prints what a hub did where there is nothing more to say than that.
public final class Tell {
  private Tell() {}

  /// Prints it.
  ///
  /// @param what the thing that was changed, which scripts go on with
  /// @param sentence what became of it, for people
  public static void done(Output output, String what, String sentence) {
    if (output.mode().json()) {
      output.json("volary.hub-done/1", json -> json.put("name", what).put("message", sentence));
    } else if (output.mode().quiet()) {
      output.line(what);
    } else {
      output.line(sentence);
    }
  }
}
