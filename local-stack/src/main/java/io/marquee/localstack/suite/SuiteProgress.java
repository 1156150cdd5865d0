package io.marquee.localstack.suite;

import java.time.Duration;

/** Is told what happens while the suite goes up or down; may be called from several threads. */
public interface SuiteProgress {

    /** Says nothing. */
    SuiteProgress SILENT = new SuiteProgress() {
        @Override
        public void ready(String name, String address, Duration took, boolean alreadyRunning) {}

        @Override
        public void stopped(String name, Duration took, boolean wasRunning) {}
    };

    /** A part or service can be used now. */
    void ready(String name, String address, Duration took, boolean alreadyRunning);

    /** A part or service does not run any more. */
    void stopped(String name, Duration took, boolean wasRunning);
}
