package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.Tags;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.util.Optional;

/// Makes and deletes tags; a recovery state is not made of a live capture by accident.
public final class TagPlacement {
  private static final String RECOVERY = "refs/tags/recovery/";

  private final Depot depot;

  /// A placement of tags in volumes of `depot`.
  public TagPlacement(Depot depot) {
    this.depot = depot;
  }

  /// What to tag.
  ///
  /// @param force also a live capture as a recovery state
  public record Request(
      RefName tag, CommitId target, Optional<Tags.Annotation> annotation, boolean force) {}

  /// Makes a tag; CONFLICT where the name is taken or a live capture would become a recovery state.
  public Tags.TagInfo place(Volume volume, Request request) throws IOException {
    try (Session _ = depot.begin("tag")) {
      Presence.require(volume, request.target());
      Consistency.Level level = volume.history().facts(request.target()).consistency().level();
      if (request.tag().value().startsWith(RECOVERY)
          && level == Consistency.Level.LIVE
          && !request.force()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s was captured live and may not recover: tag a paused or stopped commit, or use --force"
                .formatted(request.target().shortHex()));
      }
      return volume.history().tags().create(request.tag(), request.target(), request.annotation());
    }
  }

  /// Puts a tag in the trash; NOT_FOUND where there is none.
  public Trash.Deleted remove(Volume volume, RefName tag, Identity by) throws IOException {
    try (Session _ = depot.begin("tag")) {
      ShelvedRef gone = volume.history().tags().delete(tag, ShelvedRef.Shelf.TRASH, by);
      return new Trash.Deleted(gone, Trash.isHeldElsewhere(volume, tag, gone.tip()));
    }
  }
}
