/// Whom a hub knows: users, groups, invitations and tokens, and how secrets prove who somebody is.
@NullMarked
package dev.volary.remote.server.hub.people;

import org.jspecify.annotations.NullMarked;
