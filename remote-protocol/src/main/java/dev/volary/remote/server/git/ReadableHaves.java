package dev.volary.remote.server.git;

import dev.volary.core.history.GitObjectId;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.wire.Packet;
import dev.volary.remote.wire.PacketReader;
import dev.volary.remote.wire.PacketWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes out of a request for history what the client says to have and may not read here.
///
/// JGit acknowledges whatever is in the repository, which would confirm a commit that is reachable
/// only from refs the client may not read.
final class ReadableHaves {
  private static final Pattern HAVE = Pattern.compile("have ([0-9a-f]{40})");

  private final VolumeView view;
  private @Nullable Set<GitObjectId> readable;

  ReadableHaves(VolumeView view) {
    this.view = view;
  }

  /// Returns the request that `in` holds, without those lines.
  InputStream of(InputStream in) throws IOException {
    PushbackInputStream request = new PushbackInputStream(in, 1);
    PacketReader lines = new PacketReader(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PacketWriter kept = new PacketWriter(out);
    for (int first = request.read(); first >= 0; first = request.read()) {
      request.unread(first);
      copy(lines, kept);
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  private void copy(PacketReader lines, PacketWriter kept) throws IOException {
    Packet packet;
    try {
      packet = lines.next();
    } catch (EOFException e) {
      throw new IOException("the request was cut", e);
    }
    switch (packet) {
      case Packet.Mark mark -> kept.mark(mark);
      case Packet.Line line -> {
        Optional<GitObjectId> have = have(line.text());
        if (have.isEmpty() || readable().contains(have.get())) {
          kept.data(line.bytes());
        }
      }
    }
  }

  private static Optional<GitObjectId> have(String line) {
    Matcher have = HAVE.matcher(line);
    return have.matches() ? Optional.of(GitObjectId.hex(have.group(1))) : Optional.empty();
  }

  private Set<GitObjectId> readable() {
    Set<GitObjectId> known = readable;
    if (known == null) {
      known = new HashSet<>(view.readableObjects());
      readable = known;
    }
    return known;
  }
}
