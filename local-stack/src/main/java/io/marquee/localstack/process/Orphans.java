package io.marquee.localstack.process;

import java.util.List;

/** Processes that were started but never written down, because their starter died in between. */
public final class Orphans {

    private Orphans() {}

    /**
     * The processes of this machine whose command lines hold every one of the marks.
     *
     * @param marks texts that together occur in no other command line: the program and a path of ours
     */
    public static List<ProcessIdentity> with(List<String> marks) {
        if (marks.size() < 2) {
            throw new IllegalArgumentException("marks " + marks + " are too few to be sure");
        }
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != self)
                .filter(pid -> {
                    String command = CommandLine.of(pid);
                    return marks.stream().allMatch(command::contains);
                })
                .flatMap(pid -> ProcessIdentity.of(pid).stream())
                .toList();
    }
}
