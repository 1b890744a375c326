/// The manifest: the numbered set of packs and indexes that count, replaced in one step.
@NullMarked
package dev.volary.core.store.manifest;

import org.jspecify.annotations.NullMarked;
