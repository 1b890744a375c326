package dev.volary.remote.server.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chain of the audit log: it grows, survives a torn line, and shows what was tampered with.
final class AuditLogTest {
  @TempDir private Path folder;
  private Path file;
  private AuditLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("audit.jsonl");
    log = new AuditLog(file, () -> Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static AuditEvent event(String name) {
    return new AuditEvent(
        name,
        "anna",
        Optional.of("t1"),
        Optional.of("192.0.2.7"),
        Optional.empty(),
        JsonObject.EMPTY.with("ref", "refs/heads/ü\n\u2028"));
  }

  private void write(int events) throws IOException {
    for (int i = 0; i < events; i++) {
      log.append(event("e" + i));
    }
  }

  @Test
  void whatWasWrittenIsReadInItsOrder() throws IOException {
    write(5);
    List<String> seen = new ArrayList<>();
    AuditLog.Chain chain = log.verify(event -> seen.add(event.text("event")));
    assertThat(seen).containsExactly("e0", "e1", "e2", "e3", "e4");
    assertThat(chain.lines()).isEqualTo(5);
    assertThat(chain.tornBytes()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(5);
  }

  @Test
  void everyLineThatIsChangedTakenOutOrPutInIsSeen() throws IOException {
    write(4);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < 3; i++) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(i, lines.get(i).replace("anna", "anne"));
      assertBroken(changed);
      List<String> shorter = new ArrayList<>(lines);
      shorter.remove(i);
      assertBroken(shorter);
      List<String> longer = new ArrayList<>(lines);
      longer.add(i + 1, lines.get(i));
      assertBroken(longer);
    }
    Files.write(file, lines);
    assertThat(log.verify(_ -> {}).lines()).isEqualTo(4);
  }

  private void assertBroken(List<String> lines) throws IOException {
    Files.write(file, lines);
    assertThatThrownBy(() -> log.verify(_ -> {}))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("audit.jsonl");
  }

  @Test
  void aLineTornAnywhereIsPassedOverAndTheChainGoesOn() throws IOException {
    write(2);
    byte[] whole = Files.readAllBytes(file);
    log.append(event("torn"));
    byte[] more = Files.readAllBytes(file);
    for (int end = whole.length; end < more.length; end += 7) {
      Files.write(file, Arrays.copyOf(more, end));
      assertThat(log.verify(_ -> {}).tornBytes()).isEqualTo(end - whole.length);
      log.append(event("next"));
      assertThat(log.verify(_ -> {}).lines()).isEqualTo(3);
    }
  }

  @Test
  void garbageIsNotExtended() throws IOException {
    write(1);
    Files.writeString(file, "garbage\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> log.append(event("next"))).isInstanceOf(VolaryException.class);
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    List<Thread> writers = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      AuditLog own = new AuditLog(file, () -> Instant.EPOCH);
      writers.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int j = 0; j < 10; j++) {
                    own.append(event("e"));
                  }
                } catch (IOException | RuntimeException e) {
                  failures.add(e);
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failures).isEmpty();
    assertThat(log.verify(_ -> {}).lines()).isEqualTo(40);
  }
}
