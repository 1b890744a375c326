/// Both ends of a connection in one process: volumes of other depots on this machine.
@NullMarked
package dev.volary.remote.file;

import org.jspecify.annotations.NullMarked;
