/// Who may do what to which ref: verdicts on requests, as pure functions of rules, caller and time.
@NullMarked
package dev.volary.remote.access;

import org.jspecify.annotations.NullMarked;
