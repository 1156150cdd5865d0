/** What every HTTP answer carries. */
@NullMarked
package io.marquee.platform.web;

import org.jspecify.annotations.NullMarked;
