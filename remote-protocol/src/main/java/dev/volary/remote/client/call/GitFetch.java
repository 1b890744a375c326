package dev.volary.remote.client.call;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.Packet;
import dev.volary.remote.wire.PacketReader;
import dev.volary.remote.wire.PacketWriter;
import dev.volary.remote.wire.Problem;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.SideBand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Fetches history by Git's protocol, version 2 (gitprotocol-v2(5), `command=fetch`), in one round:
/// a history is small, so all haves go at once and the pack comes at once.
public final class GitFetch {
  /// The longest pack of history that is taken.
  static final long MAX_PACK_BYTES = 1L << 30;

  private static final int MAX_HAVES = 4096;

  private final Connection connection;
  private final HistoryTransfer history;
  private final TransferProgress progress;

  /// Fetches into `history`; `progress` hears what the other side says.
  public GitFetch(Connection connection, HistoryTransfer history, TransferProgress progress) {
    this.connection = connection;
    this.history = history;
    this.progress = progress;
  }

  /// Makes sure that all of `wants` and what they reach are here; no ref moves.
  public void fetch(Collection<GitObjectId> wants) {
    List<GitObjectId> missing =
        wants.stream().distinct().filter(want -> !history.contains(want)).toList();
    if (missing.isEmpty()) {
      return;
    }
    progress.at(TransferPhase.HISTORY, 0, OptionalLong.empty());
    Request request =
        new Request(
            "POST",
            "git-upload-pack",
            "",
            Map.of(
                "content-type", "application/x-git-upload-pack-request",
                "accept", "application/x-git-upload-pack-result",
                "git-protocol", "version=2"),
            Body.of(command(missing)));
    connection.call(
        request,
        answer -> {
          receive(answer);
          return answer.status();
        });
  }

  private byte[] command(List<GitObjectId> wants) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PacketWriter lines = new PacketWriter(out);
      lines.line("command=fetch").mark(Packet.Mark.DELIMITER);
      lines.line("thin-pack").line("ofs-delta").line("include-tag").line("no-progress");
      for (GitObjectId want : wants) {
        lines.line("want " + want.toHex());
      }
      List<GitObjectId> haves =
          history.refs("").values().stream()
              .map(HistoryTransfer.RawRef::object)
              .distinct()
              .limit(MAX_HAVES)
              .toList();
      for (GitObjectId have : haves) {
        lines.line("have " + have.toHex());
      }
      lines.line("done").mark(Packet.Mark.FLUSH);
    } catch (IOException e) {
      throw new IllegalStateException("an array takes all bytes", e);
    }
    return out.toByteArray();
  }

  private void receive(Answer answer) throws IOException {
    PacketReader lines = new PacketReader(answer.body());
    while (true) {
      if (!(lines.next() instanceof Packet.Line line)) {
        continue;
      }
      String text = line.text();
      if (text.equals("packfile")) {
        break;
      }
      if (text.startsWith("ERR ")) {
        throw new VolaryException(
            Fault.FAILED,
            "The history could not be fetched: " + Problem.printable(text.substring(4)));
      }
    }
    SideBand pack = new SideBand(lines, words -> words.lines().forEach(progress::said));
    history.receive(new NetworkInput(pack, connection.address()), MAX_PACK_BYTES);
  }
}
