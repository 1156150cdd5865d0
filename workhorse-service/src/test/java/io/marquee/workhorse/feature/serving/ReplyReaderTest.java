package io.marquee.workhorse.feature.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.feature.serving.ReplyReader.Answer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

    private static final String STREAM = "+OK\r\n"
            + "*3\r\n$5\r\na\r\nbc\r\n$-1\r\n$0\r\n\r\n"
            + "-MOVED 7 127.0.0.1:7001\r\n"
            + "*2\r\n$1\r\nx\r\n$-1\r\n";

    private final ReplyReader reader = new ReplyReader();

    /** Wherever the stream is cut, the answers are the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 1000})
    void shouldReadAnswersThatComeInPieces(int piece) throws Exception {
        // When
        List<Answer> answers = new ArrayList<>();
        for (int from = 0; from < STREAM.length(); from += piece) {
            reader.add(Buffer.buffer(STREAM.substring(from, Math.min(STREAM.length(), from + piece))));
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                answers.add(answer);
            }
        }

        // Then
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).isEqualTo(new Answer.Status("OK"));
        assertThat(answers.get(2)).isEqualTo(new Answer.Failure("MOVED 7 127.0.0.1:7001"));
        RowReply first = ((Answer.Row) answers.get(1)).reply();
        assertThat(text(first, 0)).isEqualTo("a\r\nbc");
        assertThat(first.has(1)).isFalse();
        assertThat(first.length(1)).isZero();
        assertThat(first.has(2)).isTrue();
        assertThat(text(first, 2)).isEmpty();
        RowReply last = ((Answer.Row) answers.get(3)).reply();
        assertThat(text(last, 0)).isEqualTo("x");
        assertThat(last.has(1)).isFalse();
    }

    @Test
    void shouldReadARowLargerThanItsMemory() throws Exception {
        // Given
        String value = "v".repeat(300_000);

        // When
        reader.add(Buffer.buffer("*1\r\n$300000\r\n" + value.substring(0, 100_000)));
        assertThat(reader.next()).isNull();
        reader.add(Buffer.buffer(value.substring(100_000) + "\r\n+OK\r\n"));

        // Then
        assertThat(text(((Answer.Row) reader.next()).reply(), 0)).isEqualTo(value);
        assertThat(reader.next()).isEqualTo(new Answer.Status("OK"));
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400\r\n", "*1\r\n:5\r\n", "*-1\r\n", "*1\r\n$1x\r\n"})
    void shouldRefuseWhatIsNotRedis(String stream) {
        reader.add(Buffer.buffer(stream));

        assertThatThrownBy(reader::next)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not the protocol of Redis: ");
    }

    private static String text(RowReply reply, int field) {
        return new String(reply.value(field), StandardCharsets.UTF_8);
    }
}
