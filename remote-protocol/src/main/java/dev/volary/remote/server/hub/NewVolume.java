package dev.volary.remote.server.hub;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Trash;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.access.rules.AccessEdit;
import dev.volary.remote.access.rules.Grantee;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.people.Login;
import java.io.IOException;
import java.util.Optional;

/// A volume that somebody makes on a hub; it belongs to them.
///
/// @param branch its default branch
public record NewVolume(HubVolumeName name, RefName branch) {
  /// A volume with the usual default branch.
  public static NewVolume of(HubVolumeName name) {
    return new NewVolume(name, RefName.branch("main"));
  }

  public NewVolume {
    if (!branch.isBranch()) {
      throw new VolaryException(Fault.USAGE, branch + " is no branch: a volume's default is one");
    }
  }

  /// Whether somebody may make it.
  public Verdict verdict(Hub hub, Login login) throws IOException {
    return hub.rules()
        .ofNamespace(name.namespace(), name.name())
        .check(login.caller(), Operation.VOLUME_CREATE, hub.now());
  }

  /// Whether it is there and belongs to somebody.
  boolean isThere(Hub hub) throws IOException {
    Optional<Volume> found = hub.find(name);
    return found.isPresent() && !found.get().history().transfer().refs("refs/").isEmpty();
  }

  /// Makes it; CONFLICT where there is one. That they may is decided before.
  public Volume make(HubRequest request, Login login) throws IOException {
    Hub hub = request.hub();
    try (DepotLock _ = hub.depot().lock("volumes", "creating a volume")) {
      // Without any ref it is one whose making was cut off: it never belonged to anybody.
      if (isThere(hub)) {
        throw new VolaryException(Fault.CONFLICT, "there is a volume " + name + " already");
      }
      request.audit("volume.create", login, JsonObject.EMPTY.with("volume", name.toString()));
      // Of one of the same name whose deletion was cut off.
      hub.quotas().deleted(name.toString(), hub.now().plus(Trash.KEPT_FOR));
      Volume volume = hub.depot().createVolume(name.inDepot());
      volume.history().refs().setDefaultBranch(branch);
      String text = AccessEdit.forOwner(new Grantee.OneUser(login.name()));
      var rules = new HubRules.NewText(text, login.identity(), "new volume");
      HubRules.replace(volume, Optional.empty(), rules);
      return volume;
    }
  }
}
