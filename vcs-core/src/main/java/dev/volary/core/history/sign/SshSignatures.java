package dev.volary.core.history.sign;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Detached SSH signatures in the name space `git`.
public final class SshSignatures {
  /// The first line of a signature.
  public static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";

  private static final String PROGRAM = "ssh-keygen";
  private static final String NAMESPACE = "git";
  // Long enough to type a pass phrase or to touch a security key.
  private static final Duration SIGN_LIMIT = Duration.ofMinutes(3);
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_OUTPUT = 1 << 20;

  /// What the program said.
  private record Outcome(int exitCode, String output, String errors) {
    Optional<String> firstLine() {
      return output.lines().findFirst();
    }
  }

  private SshSignatures() {}

  /// The armoured signature of a text. NOT_FOUND if the key is not there, FAILED if signing fails.
  public static String sign(Path key, byte[] payload) {
    if (!Files.exists(key)) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "There is no signing key " + key + ": create one with ssh-keygen or name another");
    }
    Outcome outcome =
        run(
            List.of(PROGRAM, "-Y", "sign", "-n", NAMESPACE, "-f", key.toString()),
            payload,
            SIGN_LIMIT);
    String armour = outcome.output();
    if (outcome.exitCode() != 0 || !armour.startsWith(BEGIN)) {
      throw new VolaryException(
          Fault.FAILED, "ssh-keygen could not sign with " + key + ": " + reason(outcome));
    }
    return armour;
  }

  /// The principal of a file of allowed signers who signed a text; empty if nobody on the list did.
  /// NOT_FOUND if there is no such file.
  public static Optional<String> signer(Path allowedSigners, byte[] payload, String signature) {
    if (!Files.exists(allowedSigners)) {
      throw new VolaryException(
          Fault.NOT_FOUND, "There is no file of allowed signers " + allowedSigners);
    }
    return withFile(
        signature,
        file -> {
          List<String> ask =
              List.of(
                  PROGRAM, "-Y", "find-principals", "-f", allowedSigners.toString(), "-s", file);
          Outcome found = run(ask, new byte[0], CHECK_LIMIT);
          Optional<String> principal = found.firstLine();
          if (found.exitCode() != 0 || principal.isEmpty()) {
            return Optional.empty();
          }
          List<String> check =
              List.of(
                  PROGRAM,
                  "-Y",
                  "verify",
                  "-n",
                  NAMESPACE,
                  "-f",
                  allowedSigners.toString(),
                  "-I",
                  principal.get(),
                  "-s",
                  file);
          return run(check, payload, CHECK_LIMIT).exitCode() == 0 ? principal : Optional.empty();
        });
  }

  /// Whether a signature fits a text, whoever made it.
  public static boolean intact(byte[] payload, String signature) {
    return withFile(
        signature,
        file ->
            run(
                        List.of(PROGRAM, "-Y", "check-novalidate", "-n", NAMESPACE, "-s", file),
                        payload,
                        CHECK_LIMIT)
                    .exitCode()
                == 0);
  }

  /// Something done with a signature that lies in a file.
  @FunctionalInterface
  private interface FileUse<T> {
    T with(String file);
  }

  private static <T> T withFile(String signature, FileUse<T> use) {
    try {
      Path file = Files.createTempFile("volary-", ".sig");
      try {
        Files.writeString(file, signature);
        return use.with(file.toString());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(List<String> command, byte[] input, Duration limit) {
    Process process = start(command);
    try {
      CompletableFuture<byte[]> output = drain(process.getInputStream());
      CompletableFuture<byte[]> errors = drain(process.getErrorStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException _) {
        // It ended without reading everything; its exit code tells why.
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new VolaryException(
            Fault.FAILED, "ssh-keygen did not end within " + limit.toSeconds() + " s");
      }
      return new Outcome(
          process.exitValue(),
          new String(output.join(), StandardCharsets.UTF_8),
          new String(errors.join(), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "Signing was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new VolaryException(
          Fault.FAILED, "ssh-keygen can't be run: install the OpenSSH client", e);
    }
  }

  private static CompletableFuture<byte[]> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readNBytes(MAX_OUTPUT);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String reason(Outcome outcome) {
    String line = outcome.errors().lines().reduce((a, b) -> b).orElse("");
    return line.isBlank() ? "exit code " + outcome.exitCode() : line.strip();
  }
}
