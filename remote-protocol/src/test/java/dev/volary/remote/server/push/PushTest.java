package dev.volary.remote.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Volume;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.PackReceived;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.server.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A push from its begin to its landing, also cut, repeated and malformed.
final class PushTest extends PushScene {
  @Test
  void whatWasSentWholeLands() throws IOException {
    CommitId commit = own.commit("pg", "new", "fresh data");
    TransferId session = begin("new", commit);
    Call pack = call("PUT", "push/" + session + "/packs/0", stream(objectsOf("fresh data")));
    assertThat(PackReceived.read(pack.bytes()).objects()).isEqualTo(3);
    Call again = call("PUT", "push/" + session + "/packs/0", stream(objectsOf("fresh data")));
    assertThat(PackReceived.read(again.bytes()).objects()).isEqualTo(3);
    assertThat(land(session, "new", commit)).contains("ok refs/heads/new");
    Volume volume = served.volume("pg");
    assertThat(branch("new")).contains(commit);
    assertThat(volume.completeness().of(commit)).contains(Completion.COMPLETE);
    ObjectId chunk = ObjectHash.of(ObjectKind.CHUNK, "fresh data".getBytes(StandardCharsets.UTF_8));
    assertThat(served.depot().store().read(ObjectKind.CHUNK, chunk))
        .asString()
        .isEqualTo("fresh data");
    assertThat(served.leftovers()).noneMatch(name -> name.startsWith("quarantine/"));
    VolumeRefs refs = VolumeRefs.read(call("GET", "refs", new byte[0]).bytes());
    assertThat(refs.find(RefName.branch("new")).orElseThrow().isComplete()).isTrue();
  }

  @Test
  void validObjectsThatAreNoTreeDoNotLand() throws IOException {
    List<PackRecord> sent = objectsOf("fresh data");
    ObjectId directory = sent.get(1).slots().getFirst().id();
    CommitId commit = crafted(directory, List.of());
    TransferId session = begin("new", commit);
    call("PUT", "push/" + session + "/packs/0", stream(sent)).bytes();
    assertThat(land(session, "new", commit)).contains("ng refs/heads/new");
    assertThat(branch("new")).isEmpty();
    assertThat(served.leftovers()).noneMatch(name -> name.startsWith("quarantine/"));
  }

  @Test
  void anUnfinishedPushGoesOn() throws IOException {
    CommitId commit = own.commit("pg", "new", "fresh data");
    TransferId session = begin("new", commit);
    call("PUT", "push/" + session + "/packs/0", stream(objectsOf("fresh data"))).bytes();
    PushBegin push = new PushBegin(List.of(create("new", commit)), true, false, 0);
    PushBegun resumed = PushBegun.read(call("POST", "push", push.write()).bytes());
    assertThat(resumed.resumed()).isTrue();
    assertThat(resumed.session()).contains(session);
    served.later(Duration.ofHours(2));
    PushBegun anew = PushBegun.read(call("POST", "push", push.write()).bytes());
    assertThat(anew.resumed()).isFalse();
    assertThat(call("DELETE", "push/" + session, new byte[0]).problem()).startsWith("404");
  }

  @Test
  void malformedRequestsAreRefused() throws IOException {
    CommitId commit = own.commit("pg", "new", "fresh data");
    TransferId session = begin("new", commit);
    byte[] whole = stream(objectsOf("fresh data"));
    String packs = "push/" + session + "/packs/";
    byte[] lying = whole.clone();
    lying[3] = 0x7f;
    byte[] trailer = whole.clone();
    trailer[trailer.length - 1] ^= 1;
    byte[] flipped = whole.clone();
    flipped[60] ^= 1;
    assertThat(call("PUT", packs + "0", lying).problem()).startsWith("422");
    assertThat(call("PUT", packs + "0", trailer).problem()).startsWith("422");
    assertThat(call("PUT", packs + "0", flipped).problem()).startsWith("422");
    assertThat(call("PUT", packs + "x", whole).problem()).startsWith("400");
    assertThat(call("PUT", "push/zz/packs/0", whole).problem()).startsWith("404");
    assertThat(call("POST", "push", new byte[] {1, 2, 3}).problem()).startsWith("422");
    assertThat(call("POST", "push", new byte[PushBegin.MAX_BYTES + 1]).problem()).startsWith("413");
    assertThat(call("POST", "fetch", "VFBG".getBytes(StandardCharsets.UTF_8)).problem())
        .startsWith("422");
    assertThat(call("PATCH", "push", new byte[0]).problem()).startsWith("404");
    assertThat(land(session, "new", commit)).contains("ng refs/heads/new");
    assertThat(served.leftovers()).noneMatch(name -> name.startsWith("quarantine/"));
  }

  @Test
  void aCutPackIsNotTakenForWhole() throws IOException {
    CommitId commit = own.commit("pg", "new", "fresh data");
    TransferId session = begin("new", commit);
    byte[] whole = stream(objectsOf("fresh data"));
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Call call = new Call("PUT", "pg/volary/1/push/" + session + "/packs/0", cut);
      try {
        assertThat(call.by(endpoint).status()).isGreaterThanOrEqualTo(400);
      } catch (IOException e) {
        assertThat(e).isInstanceOf(java.io.EOFException.class);
      }
    }
    assertThat(land(session, "new", commit)).contains("ng refs/heads/new");
  }

  @Test
  void aHookHasTheLastWord() throws IOException {
    CommitId commit = own.commit("pg", "new", "fresh data");
    refused.add(RefName.branch("new"));
    List<String> before = served.leftovers();
    TransferId session = begin("new", commit);
    call("PUT", "push/" + session + "/packs/0", stream(objectsOf("fresh data"))).bytes();
    assertThat(land(session, "new", commit)).contains("ng refs/heads/new the hook says no");
    assertThat(served.leftovers()).isEqualTo(before);
    assertThat(landed).isEmpty();
    refused.clear();
    TransferId again = begin("new", commit);
    call("PUT", "push/" + again + "/packs/0", stream(objectsOf("fresh data"))).bytes();
    assertThat(land(again, "new", commit)).contains("ok refs/heads/new");
    assertThat(landed).containsExactly(RefName.branch("new"));
  }
}
