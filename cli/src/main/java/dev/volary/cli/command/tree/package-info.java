/// Verbs that look into the trees of commits: ls, cat, search, diff, export.
@NullMarked
package dev.volary.cli.command.tree;

import org.jspecify.annotations.NullMarked;
