/// How peers come to know each other: invitations and what they are exchanged for.
@NullMarked
package dev.volary.remote.message.peer;

import org.jspecify.annotations.NullMarked;
