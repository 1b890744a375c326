/// Git packs from elsewhere, checked before they count.
@NullMarked
package dev.volary.core.history.git.incoming;

import org.jspecify.annotations.NullMarked;
