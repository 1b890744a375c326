/// Git's own protocol, so that stock Git reads histories and moves refs; only JGit's user here.
@NullMarked
package dev.volary.remote.server.git;

import org.jspecify.annotations.NullMarked;
