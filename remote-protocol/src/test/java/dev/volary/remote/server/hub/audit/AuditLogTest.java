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
      AuditLog own = new AuditLog(file, () -> Instant.EPOCH, 2000);
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

  private AuditLog small(long bytes) {
    return new AuditLog(file, () -> Instant.parse("2026-03-01T12:00:00Z"), bytes);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static List<String> names(List<JsonObject> events) {
    return events.stream().map(event -> event.text("event")).toList();
  }

  @Test
  void theChainGoesOnOverFiles() throws IOException {
    log = small(1000);
    write(40);
    assertThat(files()).hasSizeGreaterThan(5).contains(file);
    assertThat(files().getFirst().getFileName()).hasToString("audit-000000000001.jsonl");
    List<String> seen = new ArrayList<>();
    AuditLog.Chain chain = small(1000).verify(event -> seen.add(event.text("event")));
    assertThat(chain.lines()).isEqualTo(40);
    assertThat(seen).first().isEqualTo("e0");
    assertThat(seen).last().isEqualTo("e39");
    // A log of before, with larger files, is one that goes on.
    log = small(1 << 20);
    write(3);
    assertThat(log.verify(_ -> {}).lines()).isEqualTo(43);
  }

  @Test
  void aFileThatIsChangedOrGoneIsSeen() throws IOException {
    log = small(1000);
    write(40);
    for (Path each : files()) {
      byte[] whole = Files.readAllBytes(each);
      Files.delete(each);
      if (each.equals(file)) {
        // Its end can be cut off by whoever can write it: there the last hash tells.
        assertThat(log.verify(_ -> {}).lines()).isLessThan(40);
      } else {
        assertThatThrownBy(() -> log.verify(_ -> {})).isInstanceOf(VolaryException.class);
      }
      byte[] changed = whole.clone();
      changed[new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("anna")] ^= 1;
      Files.write(each, changed);
      if (!each.equals(file)) {
        assertThatThrownBy(() -> log.verify(_ -> {}))
            .isInstanceOf(VolaryException.class)
            .hasMessageContaining(".jsonl");
        assertThatThrownBy(() -> log.recent(_ -> false, "", 1)).isInstanceOf(VolaryException.class);
      }
      Files.write(each, whole);
      assertThat(log.verify(_ -> {}).lines()).isEqualTo(40);
    }
  }

  @Test
  void aCrashBetweenSettingAsideAndTheNextLineLosesNothing() throws IOException {
    log = small(1000);
    write(4);
    String last = log.verify(_ -> {}).last();
    // As it is between the two steps.
    Files.move(file, Segments.complete(file, 1));
    assertThat(log.verify(_ -> {}).last()).isEqualTo(last);
    assertThat(log.end().number()).isEqualTo(4);
    log.append(event("next"));
    assertThat(log.verify(_ -> {}).lines()).isEqualTo(5);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10));
    assertThat(log.verify(_ -> {}).tornBytes()).isEqualTo(10);
    log.append(event("again"));
    assertThat(names(log.recent(_ -> true, "", 2).events())).containsExactly("e3", "again");
  }

  @Test
  void theNewestAreReadWithoutTheRest() throws IOException {
    log = small(1000);
    write(40);
    AuditLog.Recent recent = log.recent(event -> !event.text("event").equals("e38"), "", 3);
    assertThat(names(recent.events())).containsExactly("e36", "e37", "e39");
    assertThat(recent.lines()).isEqualTo(40);
    assertThat(recent.last()).isEqualTo(log.verify(_ -> {}).last());
    // Not even looked at.
    Files.writeString(files().getFirst(), "garbage\n");
    assertThat(names(log.recent(_ -> true, "", 30).events())).hasSize(30);
    assertThatThrownBy(() -> log.recent(_ -> true, "", 40)).isInstanceOf(VolaryException.class);
  }

  @Test
  void timesNeverGoBackAndEndASearch() throws IOException {
    Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
    log = new AuditLog(file, () -> now[0], 1000);
    write(10);
    now[0] = Instant.parse("2026-03-02T12:00:00.5Z");
    log.append(event("later"));
    now[0] = Instant.parse("2026-02-01T12:00:00Z");
    log.append(event("set back"));
    List<JsonObject> since = log.recent(_ -> true, "2026-03-02T00:00:00Z", 100).events();
    assertThat(names(since)).containsExactly("later", "set back");
    assertThat(since.getLast().text("time")).isEqualTo("2026-03-02T12:00:00.500Z");
  }

  @Test
  void whoFollowsMissesNothing() throws IOException {
    log = small(1000);
    AuditLog.Mark mark = log.end();
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      log.append(event("e" + i));
      if (i % 4 == 0) {
        // Sometimes all that is known is the number, as after a restart.
        AuditLog.Page page = log.after(i % 8 == 0 ? AuditLog.Mark.behind(mark.number()) : mark, 3);
        seen.addAll(names(page.events()));
        mark = page.end();
      }
    }
    while (seen.size() < 30) {
      AuditLog.Page page = log.after(mark, 3);
      assertThat(page.events()).isNotEmpty();
      seen.addAll(names(page.events()));
      mark = page.end();
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(30).startsWith("e0").endsWith("e29");
    assertThat(log.after(mark, 3).events()).isEmpty();
  }
}
