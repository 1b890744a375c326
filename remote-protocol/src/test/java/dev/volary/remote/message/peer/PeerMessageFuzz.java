package dev.volary.remote.message.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.util.Base64;
import java.util.zip.CRC32C;

/// Whatever stands in what peers tell each other, reading it ends in something that is read the
/// same once it is written, or in a sentence.
final class PeerMessageFuzz {
  @FuzzTest
  void isReadOrRefused(FuzzedDataProvider data) {
    int kind = data.consumeInt(0, 3);
    byte[] body = data.consumeRemainingAsBytes();
    try {
      switch (kind) {
        case 0 -> {
          Redemption message = Redemption.read(sealed("VRDM", body));
          assertThat(Redemption.read(message.write())).isEqualTo(message);
        }
        case 1 -> {
          PeerCredential message = PeerCredential.read(sealed("VCRD", body));
          assertThat(PeerCredential.read(message.write())).isEqualTo(message);
        }
        case 2 -> {
          Invitation invitation = Invitation.parse(word(body));
          assertThat(Invitation.parse(invitation.text())).isEqualTo(invitation);
        }
        default -> Invitation.parse(new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    } catch (VolaryException e) {
      assertThat(e).hasMessageContaining(" ");
    }
  }

  private static byte[] sealed(String magic, byte[] body) {
    return new Envelope(magic, 1, Integer.MAX_VALUE).seal(new ByteWriter(body.length).bytes(body));
  }

  /// An invitation's text whose check is right.
  private static String word(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    byte[] whole = new ByteWriter().bytes(body).u32((int) crc.getValue()).toByteArray();
    return Invitation.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }
}
