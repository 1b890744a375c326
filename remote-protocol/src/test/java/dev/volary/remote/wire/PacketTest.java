package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.wire.Packet.Line;
import dev.volary.remote.wire.Packet.Mark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketTest {
  @Test
  void linesAndMarksStandAsGitHasThem() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PacketWriter(out).line("command=fetch").mark(Mark.DELIMITER).line("done").mark(Mark.FLUSH);

    assertThat(out).hasToString("0012command=fetch\n00010009done\n0000");
    PacketReader in = reader(out.toString(StandardCharsets.UTF_8));
    assertThat(((Line) in.next()).text()).isEqualTo("command=fetch");
    assertThat(in.next()).isEqualTo(Mark.DELIMITER);
    assertThat(((Line) in.next()).text()).isEqualTo("done");
    assertThat(in.next()).isEqualTo(Mark.FLUSH);
    assertThatThrownBy(in::next).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0003", "fff1aaaa", "-001", " 12a", "<htm"})
  void whatIsNoLineIsRefused(String text) {
    assertThatThrownBy(() -> reader(text).next()).isInstanceOf(VolaryException.class);
  }

  @Test
  void aLineCutOffIsSeen() {
    assertThatThrownBy(() -> reader("0009don").next()).isInstanceOf(EOFException.class);
  }

  @Test
  void bandsAreTakenApart() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PacketWriter writer = new PacketWriter(out);
    writer.data(band(1, "PA")).data(band(2, "counting\u001b")).data(band(1, "CK"));
    writer.mark(Mark.FLUSH).line("after");
    PacketReader in = reader(out.toString(StandardCharsets.UTF_8));
    List<String> words = new ArrayList<>();

    assertThat(new SideBand(in, words::add).readAllBytes()).asString().isEqualTo("PACK");

    assertThat(words).containsExactly("counting ");
    assertThat(((Line) in.next()).text()).isEqualTo("after");
  }

  @Test
  void theThirdBandIsAFailure() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PacketWriter(out).data(band(3, "out of memory"));
    SideBand bands = new SideBand(reader(out.toString(StandardCharsets.UTF_8)), word -> {});

    assertThatThrownBy(bands::read)
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("out of memory");
  }

  private static byte[] band(int number, String text) {
    return ((char) number + text).getBytes(StandardCharsets.UTF_8);
  }

  private static PacketReader reader(String text) {
    return new PacketReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
