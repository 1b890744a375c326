/// The texts that Volary keeps in a Git repository: facts and reflogs.
@NullMarked
package dev.volary.core.history.text;

import org.jspecify.annotations.NullMarked;
