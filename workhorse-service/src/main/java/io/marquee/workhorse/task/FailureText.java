package io.marquee.workhorse.task;

import java.util.ArrayList;
import java.util.List;

/** A failure in words for people: the messages from the outside in, each once. */
final class FailureText {

    private static final int LONGEST = 2000;

    private FailureText() {}

    static String of(Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (Throwable at = failure; at != null && messages.size() < 5; at = at.getCause()) {
            String message = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
            // Many wrappers repeat what they wrap.
            if (messages.stream().noneMatch(said -> said.contains(message))) {
                messages.add(message);
            }
        }
        String text = String.join(": ", messages);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
