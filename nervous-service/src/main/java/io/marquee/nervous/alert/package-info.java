/** Alerts that come in from an Alertmanager, and conditions that this service itself raises and resolves. */
@NullMarked
package io.marquee.nervous.alert;

import org.jspecify.annotations.NullMarked;
