/// The history kept as a bare Git repository that stock Git can read: the only user of JGit in the
/// core.
@NullMarked
package dev.volary.core.history.git;

import org.jspecify.annotations.NullMarked;
