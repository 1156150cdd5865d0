package io.marquee.workhorse.adapter.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.DataAdapterContract;
import io.marquee.workhorse.adapter.ListRows;
import io.marquee.workhorse.adapter.WriteMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an adapter for files does besides. */
abstract class StorageAdapterContract extends DataAdapterContract {

    @Test
    void shouldNotUpsert() {
        assertThatThrownBy(() ->
                        adapter().write(target, ListRows.of(PAIR, List.of()), new WriteMode.Upsert(List.of("id"))))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("a file can only be replaced, not upserted");
    }

    @Test
    void shouldSayThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> adapter().read(target))
                .isInstanceOf(AdapterException.class)
                .hasMessage("there is no file " + target);
    }
}
