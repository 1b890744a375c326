package dev.volary.cli.command.adopt;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// Finds ports of the machine that nobody uses, none twice: ten thousand above the one they stand
/// in for, so that they are easy to remember, or the next free one after that.
final class FreePorts implements IntUnaryOperator {
  private static final int DISTANCE = 10_000;
  private static final int FIRST = 1024;
  private static final int LAST = 65_535;

  private final Set<Integer> given = new HashSet<>();

  @Override
  public int applyAsInt(int port) {
    int wanted = port + DISTANCE > LAST ? FIRST + port % DISTANCE : port + DISTANCE;
    for (int tried = wanted; tried <= LAST; tried++) {
      if (!given.contains(tried) && isFree(tried)) {
        given.add(tried);
        return tried;
      }
    }
    throw new VolaryException(
        Fault.CONFLICT, "no port above %d is free to stand in for %d".formatted(wanted, port));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
