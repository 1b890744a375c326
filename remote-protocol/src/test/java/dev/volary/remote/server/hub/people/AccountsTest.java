package dev.volary.remote.server.hub.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts kept in a file that several processes change.
final class AccountsTest {
  @TempDir private Path folder;
  private Path file;
  private Accounts one;
  private Accounts other;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("people");
    // Far ahead of the file's times, so that what was read is remembered.
    Instant later = Instant.parse("2100-01-01T00:00:00Z");
    one = accounts(() -> later);
    other = accounts(() -> later);
    one.found("admins", "root");
  }

  private Accounts accounts(InstantSource clock) {
    return new Accounts(new PeopleFile(folder, file, clock), clock, new SecureRandom());
  }

  @Test
  void whatOneProcessChangesCountsInAnotherAtOnce() throws IOException {
    String invitation = one.invite("root", "anna", Duration.ofHours(1)).secret();
    String token = other.redeem(invitation, "laptop").secret();
    for (int i = 0; i < 20; i++) {
      assertThat(one.login(token)).isPresent();
      other.setDisabled("anna", true, _ -> true);
      assertThat(one.login(token)).isEmpty();
      one.setDisabled("anna", false, _ -> true);
      token = other.redeem(one.invite("root", "anna", Duration.ofHours(1)).secret(), "").secret();
    }
  }

  @Test
  void anInvitationIsRedeemedByOneOfMany() throws Exception {
    String invitation = one.invite("root", "anna", Duration.ofHours(1)).secret();
    AtomicInteger redeemed = new AtomicInteger();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Accounts accounts = i % 2 == 0 ? one : other;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  accounts.redeem(invitation, "");
                  redeemed.incrementAndGet();
                } catch (VolaryException e) {
                  if (e.fault() != Fault.NOT_PERMITTED) {
                    failures.add(e);
                  }
                } catch (IOException e) {
                  failures.add(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(redeemed).hasValue(1);
    assertThat(one.people().tokens()).hasSize(1);
  }

  @Test
  void aDamagedFileLetsNobodyIn() throws IOException {
    String invitation = one.invite("root", "anna", Duration.ofHours(1)).secret();
    String token = one.redeem(invitation, "").secret();
    String text = Files.readString(file);
    for (String bad : List.of("{\"kind\":\"user\"}\n", "x\n", "{\"kind\":\"king\"}\n")) {
      Files.write(file, (text + bad).getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> one.login(token))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
    }
  }

  @Test
  void namesAreChecked() {
    for (String name : List.of("", "Anna", "-a", "a b", "a/b", "../x", "anonymous")) {
      assertThatThrownBy(() -> one.invite("root", name, Duration.ofHours(1)))
          .as(name)
          .isInstanceOf(VolaryException.class);
    }
  }
}
