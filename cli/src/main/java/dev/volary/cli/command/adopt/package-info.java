/// Taking over data that is there already, in directories, Docker volumes and Compose projects, and
/// giving it back.
@NullMarked
package dev.volary.cli.command.adopt;

import org.jspecify.annotations.NullMarked;
