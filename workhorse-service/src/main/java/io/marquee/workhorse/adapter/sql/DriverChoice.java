package io.marquee.workhorse.adapter.sql;

/**
 * A JDBC driver that can speak to a kind of database.
 *
 * @param driverClass its class, by which it is found
 * @param prefix what its URLs start with, for example {@code jdbc:postgresql:}
 * @param coordinates group, artifact and version of a release that is known to work
 */
public record DriverChoice(String driverClass, String prefix, String coordinates) {}
