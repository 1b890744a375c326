package dev.volary.remote.server.hub;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.access.rules.AccessEdit;
import dev.volary.remote.access.rules.Grantee;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Place;
import dev.volary.remote.message.hub.Issued;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditEvent;
import dev.volary.remote.server.hub.audit.AuditLog;
import dev.volary.remote.server.hub.people.Accounts;
import dev.volary.remote.server.hub.people.PeopleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Makes a depot a hub.
public final class HubDirectory {
  /// The group that a new hub's rules make its admins.
  public static final String ADMINS = "admins";

  private HubDirectory() {}

  /// Makes a hub of a depot, with rules that let the group `admins` administer it, and its first
  /// member; returns the invitation that lets them log in. CONFLICT where it is a hub already.
  public static Issued create(Depot depot, String admin) throws IOException {
    Accounts.checkUser(admin);
    HubLayout layout = new HubLayout(depot.layout().directory());
    try (DepotLock _ = depot.lock("hub-init", "hub init")) {
      if (Hub.is(depot)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s is a hub already: its admins invite others".formatted(layout.depot()));
      }
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(layout.directory());
      Files.setPosixFilePermissions(layout.directory(), mode);
      Files.createDirectories(layout.namespaces());
      Files.createDirectories(layout.hooks());
      AtomicFile.publish(layout.rules(), rules().getBytes(StandardCharsets.UTF_8));
      AtomicFile.syncDirectory(layout.depot());
      var clock = depot.surroundings().clock();
      var none = JsonObject.EMPTY.with("admin", admin);
      new AuditLog(layout.audit(), clock)
          .append(
              new AuditEvent(
                  "hub.init", admin, Optional.empty(), Optional.empty(), Optional.empty(), none));
      // Last: from here on it is a hub.
      PeopleFile people = new PeopleFile(layout.depot(), layout.people(), clock);
      Accounts accounts = new Accounts(people, clock, depot.surroundings().random());
      return accounts.found(ADMINS, admin);
    }
  }

  private static String rules() {
    Grantee admins = new Grantee.Group(ADMINS);
    Set<Operation> onVolumes =
        EnumSet.of(
            Operation.VOLUME_CREATE,
            Operation.VOLUME_DELETE,
            Operation.VOLUME_RENAME,
            Operation.GC,
            Operation.AUDIT_READ);
    String text =
        """
        # The rules of this hub; every namespace and volume inherits them.
        # Who is admin of refs/meta/access by them administers the hub.
        """;
    text = AccessEdit.grant(text, Place.access("refs/*"), EnumSet.of(Operation.ADMIN), admins);
    return AccessEdit.grant(text, Place.volume(), onVolumes, admins);
  }
}
