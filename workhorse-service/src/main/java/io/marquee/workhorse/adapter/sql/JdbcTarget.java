package io.marquee.workhorse.adapter.sql;

import java.util.Properties;

/**
 * A database in the terms of JDBC.
 *
 * @param rest the URL after the driver's prefix, without any secret
 * @param properties what the driver is told besides, the password among it
 * @param shown for people and the records of what came from where: without password and options
 * @param password to be struck out of whatever a driver says; empty when there is none
 */
record JdbcTarget(Dialect dialect, String rest, Properties properties, String shown, String password) {

    /** The URL as that driver wants it. */
    String url(DriverChoice driver) {
        return driver.prefix() + rest;
    }

    /** A text without the password, also where it is percent-encoded or part of a longer word. */
    String withoutSecrets(String text) {
        String clean = text.replaceAll("(?i)(password|pwd|secret|token)\\s*[=:]\\s*[^\\s;&,)]+", "$1=***");
        return password.length() < 3 ? clean : clean.replace(password, "***");
    }

    @Override
    public String toString() {
        return shown;
    }
}
