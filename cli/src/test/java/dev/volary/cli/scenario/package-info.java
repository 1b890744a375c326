/// The built program, run as people run it, on real databases and real file systems.
@NullMarked
package dev.volary.cli.scenario;

import org.jspecify.annotations.NullMarked;
