package dev.volary.remote.message;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.reach.Completion;
import java.util.Optional;

/// A ref as a server shows it.
///
/// @param object what the ref holds: a commit or an annotated tag
/// @param commit the commit it leads to, through tags if need be
/// @param state whether that commit's data is on the server; empty for refs that hold no data, such
///   as labels and access rules
public record AdvertisedRef(
    RefName ref, GitObjectId object, CommitId commit, Optional<Completion> state) {
  /// Tells whether the data of its commit can be fetched or relied on.
  public boolean isComplete() {
    return state.equals(Optional.of(Completion.COMPLETE));
  }

  void write(ByteWriter out) {
    Fields.ref(ref, out);
    Fields.object(object, out);
    Fields.commit(commit, out);
    out.u8(state.map(AdvertisedRef::code).orElse(0));
  }

  static AdvertisedRef read(ByteReader in) {
    return new AdvertisedRef(Fields.ref(in), Fields.object(in), Fields.commit(in), state(in));
  }

  private static int code(Completion state) {
    return switch (state) {
      case COMPLETE -> 1;
      case EXPIRED -> 2;
      case NOT_FETCHED -> 3;
    };
  }

  private static Optional<Completion> state(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Completion.COMPLETE);
      case 2 -> Optional.of(Completion.EXPIRED);
      case 3 -> Optional.of(Completion.NOT_FETCHED);
      default -> throw in.corrupt("there is no state " + code);
    };
  }
}
