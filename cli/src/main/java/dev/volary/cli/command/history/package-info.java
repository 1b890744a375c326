/// Verbs that read and name commits: log, show, branch, tag, label, reflog.
@NullMarked
package dev.volary.cli.command.history;

import org.jspecify.annotations.NullMarked;
