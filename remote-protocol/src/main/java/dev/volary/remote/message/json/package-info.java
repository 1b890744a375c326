/// JSON as a value: what is read and written where a message is for people and scripts too.
@NullMarked
package dev.volary.remote.message.json;

import org.jspecify.annotations.NullMarked;
