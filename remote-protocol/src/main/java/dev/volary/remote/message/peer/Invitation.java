package dev.volary.remote.message.peer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// What one peer hands to another, on paper or by chat, to let them in once.
///
/// @param fingerprint SHA-256 of the certificate the peer proves itself by, 64 hexadecimal digits
/// @param addresses where it may be found; hints only
/// @param port where it listens
/// @param volume what is shared
/// @param secret what is exchanged for a credential, 32 hexadecimal digits
public record Invitation(
    String fingerprint, List<String> addresses, int port, String volume, String secret) {
  /// What every invitation's text begins with.
  public static final String PREFIX = "volary-invite-1-";

  private static final int MAX_ADDRESSES = 8;
  private static final int MAX_TEXT = 2048;
  private static final int CHECK_BYTES = 4;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_-]{1,255}");
  private static final Pattern VOLUME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  public Invitation {
    addresses = List.copyOf(addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size())));
    if (!FINGERPRINT.matcher(fingerprint).matches()
        || !SECRET.matcher(secret).matches()
        || !VOLUME.matcher(volume).matches()
        || !addresses.stream().allMatch(each -> ADDRESS.matcher(each).matches())
        || port < 1
        || port > 0xffff) {
      throw malformed();
    }
  }

  /// The text to be handed on; one word without characters that chats or shells change.
  public String text() {
    ByteWriter out = new ByteWriter();
    out.sized(ByteString.utf8(fingerprint)).u16(port).sized(ByteString.utf8(volume));
    out.sized(ByteString.utf8(secret)).varint(addresses.size());
    addresses.forEach(each -> out.sized(ByteString.utf8(each)));
    out.u32(check(out.toByteArray(), out.size()));
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }

  /// The invitation in a text; USAGE where it is none, or was not copied whole.
  public static Invitation parse(String text) {
    String word = text.strip();
    if (!word.startsWith(PREFIX) || word.length() > MAX_TEXT) {
      throw malformed();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(word.substring(PREFIX.length()));
      int end = bytes.length - CHECK_BYTES;
      if (end < 0 || new ByteReader("", bytes, end, CHECK_BYTES).u32() != check(bytes, end)) {
        throw malformed();
      }
      return read(new ByteReader("the invitation", bytes, 0, end));
    } catch (IllegalArgumentException e) {
      throw malformed();
    } catch (VolaryException e) {
      throw e.fault() == Fault.CORRUPT ? malformed() : e;
    }
  }

  private static Invitation read(ByteReader in) {
    String fingerprint = PeerText.read(in);
    int port = in.u16();
    String volume = PeerText.read(in);
    String secret = PeerText.read(in);
    int count = (int) in.varint(MAX_ADDRESSES);
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(PeerText.read(in));
    }
    in.end();
    return new Invitation(fingerprint, addresses, port, volume, secret);
  }

  private static int check(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static VolaryException malformed() {
    return new VolaryException(
        Fault.USAGE,
        "this is no invitation, or not all of one: copy the whole word " + PREFIX + "…");
  }

  /// Does not show the secret.
  @Override
  public String toString() {
    return "invitation to " + volume + " of " + fingerprint.substring(0, 12);
  }
}
