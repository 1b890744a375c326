/// How verbs reach other depots: where they are, who asks, what is tried again, how far it is.
@NullMarked
package dev.volary.cli.command.contact;

import org.jspecify.annotations.NullMarked;
