package dev.volary.remote.server.hub.people;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.rules.Subject;
import dev.volary.remote.message.hub.HubInvitation;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.HubUser;
import dev.volary.remote.message.hub.Issued;
import dev.volary.remote.message.hub.TokenScope;
import dev.volary.remote.server.hub.people.PeopleFile.Changed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What can be done to users, groups, invitations and tokens; whether the caller may is decided
/// before. Thread-safe; every change is durable when its method returns.
public final class Accounts {
  /// How long an invitation is good for unless told.
  public static final Duration INVITATION = Duration.ofDays(2);

  private static final Duration LONGEST_INVITATION = Duration.ofDays(30);
  private static final int MAX_NOTE = 200;

  /// What rules and the log call those who are not known by name.
  private static final Set<String> RESERVED = Set.of("anonymous", "hub", "registered", "unknown");

  private final PeopleFile file;
  private final InstantSource clock;
  private final SecureRandom random;

  /// The accounts kept in `file`.
  public Accounts(PeopleFile file, InstantSource clock, SecureRandom random) {
    this.file = file;
    this.clock = clock;
    this.random = random;
  }

  /// Whom the hub knows now.
  public People people() throws IOException {
    return file.read();
  }

  /// Who proves to be somebody by this token; nobody where it is unknown, revoked or expired, or
  /// its user disabled.
  public Optional<Login> login(String token) throws IOException {
    Optional<Secret> secret = Secret.parse(Secret.Kind.TOKEN, token);
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    People people = people();
    return Optional.ofNullable(people.tokens().get(secret.get().hash()))
        .filter(known -> !known.revoked() && !isOver(known))
        .flatMap(known -> people.subject(known.user()).map(user -> Login.of(user, known)));
  }

  private boolean isOver(HubToken token) {
    return token.scope().expires().map(end -> !clock.instant().isBefore(end)).orElse(false);
  }

  /// Begins with a group and an invitation for its first member, in one step.
  public Issued found(String group, String name) throws IOException {
    Secret secret = Secret.make(Secret.Kind.INVITATION, random);
    Instant now = clock.instant();
    HubInvitation invitation = new HubInvitation(newId(), name, name, now.plus(INVITATION));
    HubUser user = new HubUser(name, now, false, false, Set.of(group));
    return file.change(people ->
        new Changed<>(
            people.withGroup(group).with(user).with(secret, invitation),
            new Issued(invitation.id(), name, secret.reveal(), Optional.of(invitation.expires()))));
  }

  /// Invites somebody, known or new; what is returned lets them in once.
  public Issued invite(String by, String name, Duration lifetime) throws IOException {
    checkUser(name);
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_INVITATION) > 0) {
      throw new VolaryException(
          Fault.USAGE,
          "an invitation lasts between a moment and " + LONGEST_INVITATION.toDays() + " days");
    }
    Secret secret = Secret.make(Secret.Kind.INVITATION, random);
    Instant now = clock.instant();
    HubInvitation invitation = new HubInvitation(newId(), name, by, now.plus(lifetime));
    return file.change(people -> {
      HubUser known = people.users().get(name);
      if (known != null && known.disabled()) {
        throw new VolaryException(
            Fault.CONFLICT, name + " is disabled: `volary user enable " + name + "` first");
      }
      HubUser user = known == null ? new HubUser(name, now, false, false, Set.of()) : known;
      People after = people.withoutInvitation("", now).with(user).with(secret, invitation);
      return new Changed<>(
          after,
          new Issued(invitation.id(), name, secret.reveal(), Optional.of(invitation.expires())));
    });
  }

  /// Takes an invitation and gives a token for it, once; NOT_PERMITTED where it is worth nothing.
  public Issued redeem(String invitation, String note) throws IOException {
    String hash =
        Secret.parse(Secret.Kind.INVITATION, invitation)
            .map(Secret::hash)
            .orElseThrow(() ->
                new VolaryException(
                    Fault.NOT_PERMITTED,
                    "this is no invitation, or it was mistyped: copy the whole of it"));
    Secret secret = Secret.make(Secret.Kind.TOKEN, random);
    Instant now = clock.instant();
    return file.change(people -> {
      HubInvitation found = people.invitations().get(hash);
      if (found == null
          || !now.isBefore(found.expires())
          || people.subject(found.user()).isEmpty()) {
        throw new VolaryException(
            Fault.NOT_PERMITTED,
            "the invitation was used already, has expired or was withdrawn: ask for another");
      }
      HubUser user = people.user(found.user());
      HubToken token =
          new HubToken(newId(), user.name(), checkedNote(note), now, false, TokenScope.WHOLE);
      HubUser joined = new HubUser(user.name(), user.since(), false, true, user.groups());
      People after = people.withoutInvitation(hash, now).with(joined).with(secret, token);
      return new Changed<>(after, issued(token, secret));
    });
  }

  /// Withdraws the invitations of a user; returns how many there were.
  public long withdraw(String name) throws IOException {
    return file.change(people -> {
      People after = people.withoutInvitationsOf(people.user(name).name());
      long gone = people.invitations().size() - (long) after.invitations().size();
      return new Changed<>(after, gone);
    });
  }

  /// Makes a token for whom `login` is; it reaches no further and lasts no longer than theirs.
  public Issued createToken(Login login, String note, TokenScope scope) throws IOException {
    Login.scope(scope);
    HubToken own =
        login
            .token()
            .filter(token -> token.scope().isWhole())
            .orElseThrow(() ->
                new VolaryException(
                    Fault.NOT_PERMITTED,
                    "only somebody logged in makes tokens, not the bearer of a limited one"));
    Optional<Instant> end = own.scope().expires();
    boolean longer =
        end.isPresent() && scope.expires().map(wanted -> wanted.isAfter(end.get())).orElse(true);
    TokenScope granted =
        longer ? new TokenScope(scope.volumes(), scope.refs(), scope.operations(), end) : scope;
    Secret secret = Secret.make(Secret.Kind.TOKEN, random);
    HubToken token =
        new HubToken(newId(), login.name(), checkedNote(note), clock.instant(), false, granted);
    return file.change(people -> new Changed<>(people.with(secret, token), issued(token, secret)));
  }

  /// Revokes the token of this id if `mayBe` lets it; NOT_FOUND where there is none.
  public HubToken revoke(String id, Predicate<HubToken> mayBe) throws IOException {
    return file.change(people -> {
      HubToken token =
          people.tokens().values().stream()
              .filter(known -> known.id().equals(id))
              .filter(mayBe)
              .findFirst()
              .orElseThrow(() ->
                  new VolaryException(
                      Fault.NOT_FOUND,
                      "there is no token " + id + ": `volary token list` shows yours"));
      People after = people.withTokens(known -> known.id().equals(id) ? revoked(known) : known);
      return new Changed<>(after, token);
    });
  }

  /// Lets a user in no more, at once, and takes all their tokens and invitations; or lets them be
  /// invited again. CONFLICT where nobody would be left whom `governed` asks for.
  public HubUser setDisabled(String name, boolean disabled, Predicate<People> governed)
      throws IOException {
    return file.change(people -> {
      HubUser user = people.user(name);
      HubUser changed = new HubUser(name, user.since(), disabled, user.joined(), user.groups());
      People after = people.with(changed);
      if (disabled) {
        after =
            after
                .withTokens(token -> token.user().equals(name) ? revoked(token) : token)
                .withoutInvitationsOf(name);
      }
      return new Changed<>(governed(after, governed), changed);
    });
  }

  /// Makes a group; CONFLICT where there is one.
  public String createGroup(String name) throws IOException {
    Subject.checkName(name);
    return file.change(people -> {
      if (people.groups().contains(name)) {
        throw new VolaryException(Fault.CONFLICT, "there is a group " + name + " already");
      }
      return new Changed<>(people.withGroup(name), name);
    });
  }

  /// Takes a group away; rules that name it name nobody.
  public String deleteGroup(String name, Predicate<People> governed) throws IOException {
    return file.change(
        people -> new Changed<>(governed(people.withoutGroup(people.group(name)), governed), name));
  }

  /// Puts a user into a group, or takes them out of it.
  public HubUser setMember(Membership membership, Predicate<People> governed) throws IOException {
    return file.change(people -> {
      String group = people.group(membership.group());
      HubUser user = People.member(people.user(membership.user()), group, membership.isMember());
      return new Changed<>(governed(people.with(user), governed), user);
    });
  }

  /// Whether somebody is to be in a group.
  public record Membership(String group, String user, boolean isMember) {}

  private static People governed(People people, Predicate<People> governed) {
    if (!governed.test(people)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "that would leave nobody to administer the hub: make another admin first");
    }
    return people;
  }

  private static HubToken revoked(HubToken token) {
    return new HubToken(token.id(), token.user(), token.note(), token.since(), true, token.scope());
  }

  private static Issued issued(HubToken token, Secret secret) {
    return new Issued(token.id(), token.user(), secret.reveal(), token.scope().expires());
  }

  /// Refuses what is no name of a user, or stands for others in rules and in the log; USAGE.
  public static void checkUser(String name) {
    Subject.checkName(name);
    if (RESERVED.contains(name)) {
      throw new VolaryException(
          Fault.USAGE,
          "nobody can be called " + name + ", which means others: choose another name");
    }
  }

  private static String checkedNote(String note) {
    if (note.length() > MAX_NOTE) {
      throw new VolaryException(Fault.USAGE, "a note has at most " + MAX_NOTE + " characters");
    }
    return note;
  }

  private String newId() {
    byte[] bytes = new byte[5];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
