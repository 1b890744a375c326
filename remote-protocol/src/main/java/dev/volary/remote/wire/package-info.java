/// How messages, records and Git's lines stand in the bodies of requests and answers.
@NullMarked
package dev.volary.remote.wire;

import org.jspecify.annotations.NullMarked;
