package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Small packs with a record of every codec, always of the same objects.
final class SamplePacks {
  static final UniqueName NAME = new UniqueName(0x0123456789abcdefL, 0xfedcba9876543210L);

  private SamplePacks() {}

  static NewObject chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new NewObject(
        ObjectHash.of(ObjectKind.CHUNK, bytes), ObjectKind.CHUNK, bytes, List.of());
  }

  /// Lines that compress, but not to nothing.
  static String lines(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append("line ").append(i * 7919 % 10007).append(" of the sample\n");
    }
    return out.toString();
  }

  /// The objects, in the order they stand in the pack.
  static List<NewObject> objects() {
    return List.of(
        chunk("raw"),
        chunk(lines(0, 60)),
        chunk(lines(60, 100)),
        chunk(lines(0, 30) + "new\n" + lines(30, 60)),
        chunk(lines(60, 80) + lines(10, 20) + lines(80, 100)),
        chunk(lines(200, 300)));
  }

  /// The records, as they stand behind each other from the header on.
  static List<PackRecord> records() {
    List<NewObject> all = objects();
    NewObject first = all.get(1);
    NewObject second = all.get(2);
    List<PackRecord> out = new ArrayList<>();
    out.add(
        new FrameRecord(
            ObjectKind.CHUNK,
            Codec.RAW,
            List.of(new FrameRecord.FrameSlot(all.get(0).id(), all.get(0).plain().length)),
            all.get(0).plain()));
    out.addAll(Compression.frames(ObjectKind.CHUNK, List.of(first, second)));
    int frame = PackFormat.HEADER_SIZE + RecordCodec.encode(out.get(0), 32).length;
    NewObject third = all.get(3);
    NewObject fourth = all.get(4);
    byte[] byId = Compression.delta(third.plain(), first.plain());
    byte[] inPack = Compression.delta(fourth.plain(), second.plain());
    out.add(
        new DeltaRecord(
            ObjectKind.CHUNK,
            List.of(
                new DeltaSlot(
                    third.id(),
                    third.plain().length,
                    List.of(new Piece(new BaseById(first.id()), 0, first.plain().length)),
                    1,
                    2,
                    byId),
                new DeltaSlot(
                    fourth.id(),
                    fourth.plain().length,
                    List.of(
                        new Piece(new BaseInPack(frame, 1), 0, 10),
                        new Piece(new BaseInPack(frame, 1), 10, second.plain().length - 10)),
                    1,
                    2,
                    inPack))));
    out.add(Compression.archive(ObjectKind.CHUNK, List.of(all.get(5))));
    return out;
  }

  /// Writes the pack to `file`.
  static PackFacts write(Path file) throws IOException {
    try (PackWriter writer = PackWriter.create(file, PackKind.DATA, NAME, PackOutput::toFile)) {
      for (PackRecord record : records()) {
        writer.append(record);
      }
      return writer.finish();
    }
  }
}
