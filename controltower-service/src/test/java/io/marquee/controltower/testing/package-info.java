/** What the tests of serving share: small models, a registry, features. */
@NullMarked
package io.marquee.controltower.testing;

import org.jspecify.annotations.NullMarked;
