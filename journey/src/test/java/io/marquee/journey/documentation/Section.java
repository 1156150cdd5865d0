package io.marquee.journey.documentation;

import java.util.List;

/**
 * The settings of one configuration interface.
 *
 * @param prefix what their names begin with
 * @param meaning what they are about, in Markdown
 */
record Section(String prefix, String meaning, List<Setting> settings) {

    Section {
        settings = List.copyOf(settings);
    }
}
