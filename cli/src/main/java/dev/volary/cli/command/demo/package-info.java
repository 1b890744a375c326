/// The demonstration: the main job on real data, visibly.
@NullMarked
package dev.volary.cli.command.demo;

import org.jspecify.annotations.NullMarked;
