/**
 * Owns operating-system processes that outlive the JVM that started them: launching, recognising, stopping, and finding
 * out who holds a port.
 */
@NullMarked
package io.marquee.localstack.process;

import org.jspecify.annotations.NullMarked;
