/// What JGit sees of the machine.
@NullMarked
package dev.volary.core.history.git.system;

import org.jspecify.annotations.NullMarked;
