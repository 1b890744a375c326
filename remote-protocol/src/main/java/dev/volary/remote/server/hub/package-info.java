/// A hub: a depot whose volumes many people share, each as far as rules let them.
@NullMarked
package dev.volary.remote.server.hub;

import org.jspecify.annotations.NullMarked;
