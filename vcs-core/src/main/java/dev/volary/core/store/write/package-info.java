/// Writing objects: gathering, coding and appending them to the packs of one transaction.
@NullMarked
package dev.volary.core.store.write;

import org.jspecify.annotations.NullMarked;
