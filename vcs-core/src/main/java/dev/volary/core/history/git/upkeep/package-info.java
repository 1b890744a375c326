/// Tidying of a bare Git repository: packing, and letting go of what nothing names.
@NullMarked
package dev.volary.core.history.git.upkeep;

import org.jspecify.annotations.NullMarked;
