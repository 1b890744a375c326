package dev.volary.core.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Who holds a lock or a session, as its file tells people; only the lock on the file is binding.
///
/// @param operation what is being done, such as `commit`; one printable line
record Holder(String operation, long processId) {
  /// Files of locks and sessions are a few lines; more is not read.
  private static final int MAX_FILE_SIZE = 4096;

  private static final int MAX_OPERATION_LENGTH = 200;
  private static final Holder UNKNOWN = new Holder("", 0);

  Holder {
    operation =
        operation
            .codePoints()
            .limit(MAX_OPERATION_LENGTH)
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
  }

  /// Returns this process doing `operation`.
  static Holder current(String operation) {
    return new Holder(operation, ProcessHandle.current().pid());
  }

  String lines() {
    return "operation=%s\npid=%d\n".formatted(operation, processId);
  }

  /// Returns who `fields` name; files still being written name nobody.
  static Holder of(Map<String, String> fields) {
    String processId = fields.getOrDefault("pid", "");
    String operation = fields.getOrDefault("operation", "");
    return processId.matches("[0-9]{1,18}")
        ? new Holder(operation, Long.parseLong(processId))
        : UNKNOWN;
  }

  /// Returns words for a message, such as `commit, process 4711`.
  String words() {
    return processId == 0 ? "another process" : operation + ", process " + processId;
  }

  /// Returns the `key=value` lines of `file`; a last line without its end does not count.
  static Map<String, String> read(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_SIZE);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    Map<String, String> fields = new HashMap<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      String line = text.substring(from, end);
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(line.substring(0, equals), line.substring(equals + 1));
      }
      from = end + 1;
    }
    return fields;
  }

  /// Replaces the content of `file`, which must exist.
  static void write(Path file, String lines) throws IOException {
    Files.writeString(file, lines, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }
}
