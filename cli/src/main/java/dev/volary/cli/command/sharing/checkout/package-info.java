/// The live directory that a clone ends with.
@NullMarked
package dev.volary.cli.command.sharing.checkout;

import org.jspecify.annotations.NullMarked;
