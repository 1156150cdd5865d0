/** The one error shape of the suite, application/problem+json (RFC 9457). */
@NullMarked
package io.marquee.contract.problem;

import org.jspecify.annotations.NullMarked;
