package dev.volary.remote.client.call;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Packet;
import dev.volary.remote.wire.PacketReader;
import dev.volary.remote.wire.PacketWriter;
import dev.volary.remote.wire.Problem;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.SideBand;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pushes history and moves refs by Git's protocol (gitprotocol-pack(5), "Pushing data to a
/// server"), naming the push whose bytes were sent before.
public final class GitPush {
  private static final String UNPACKED = "unpack ";
  private static final String OK = "ok ";
  private static final String NOT_GOOD = "ng ";

  private final Connection connection;
  private final HistoryTransfer history;
  private final TransferProgress progress;

  /// Pushes from `history`; `progress` hears what the other side says.
  public GitPush(Connection connection, HistoryTransfer history, TransferProgress progress) {
    this.connection = connection;
    this.history = history;
    this.progress = progress;
  }

  /// Asks for `commands` to be carried out, and returns why not for each that was not.
  ///
  /// @param known objects that the other side has
  public Map<RefName, String> push(
      TransferId session,
      List<RefCommand> commands,
      Collection<GitObjectId> known,
      boolean atomic) {
    Request request =
        new Request(
            "POST",
            "git-receive-pack",
            "",
            Map.of(
                "content-type", "application/x-git-receive-pack-request",
                "accept", "application/x-git-receive-pack-result",
                "volary-push", session.toHex()),
            out -> write(out, commands, known, atomic));
    Map<RefName, String> report = connection.call(request, this::report);
    Map<RefName, String> objections = new HashMap<>();
    for (RefCommand command : commands) {
      String said = report.getOrDefault(command.ref(), "the server said nothing of it");
      if (!said.isEmpty()) {
        objections.put(command.ref(), said);
      }
    }
    return objections;
  }

  private void write(
      OutputStream out, List<RefCommand> commands, Collection<GitObjectId> known, boolean atomic)
      throws IOException {
    PacketWriter lines = new PacketWriter(out);
    String capabilities = "\0report-status side-band-64k ofs-delta" + (atomic ? " atomic" : "");
    for (RefCommand command : commands) {
      String line =
          "%s %s %s%s"
              .formatted(hex(command.before()), hex(command.after()), command.ref(), capabilities);
      lines.data(line.getBytes(StandardCharsets.UTF_8));
      capabilities = "";
    }
    lines.mark(Packet.Mark.FLUSH);
    List<GitObjectId> wants = commands.stream().flatMap(c -> c.after().stream()).toList();
    if (!wants.isEmpty()) {
      history.send(out, wants, known);
    }
    out.flush();
  }

  private static String hex(Optional<GitObjectId> id) {
    return id.orElse(GitObjectId.ZERO).toHex();
  }

  /// The report lies in band 1 as lines of its own.
  private Map<RefName, String> report(Answer answer) throws IOException {
    SideBand band =
        new SideBand(
            new PacketReader(answer.body()), words -> words.lines().forEach(progress::said));
    PacketReader lines = new PacketReader(band);
    Map<RefName, String> report = new HashMap<>();
    boolean unpacked = false;
    while (lines.next() instanceof Packet.Line line) {
      String text = Problem.printable(line.text());
      if (text.startsWith(UNPACKED)) {
        unpacked = true;
        requireUnpacked(text.substring(UNPACKED.length()));
      } else if (text.startsWith(OK)) {
        report.put(new RefName(text.substring(OK.length())), "");
      } else if (text.startsWith(NOT_GOOD)) {
        int space = text.indexOf(' ', NOT_GOOD.length());
        int end = space < 0 ? text.length() : space;
        String reason = space < 0 ? "no reason given" : text.substring(space + 1);
        report.put(new RefName(text.substring(NOT_GOOD.length(), end)), reason);
      }
    }
    if (!unpacked) {
      throw new EOFException("the report of the push was cut off");
    }
    return report;
  }

  private static void requireUnpacked(String state) {
    if (!state.equals("ok")) {
      throw new VolaryException(Fault.FAILED, "The server could not take in the history: " + state);
    }
  }
}
