package io.marquee.runtime.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorFileTest {

    private final byte[] file = FactorFile.write(TestFactors.small(2));

    @Test
    void shouldReadBackEveryNumber() throws Exception {
        // When
        FactorTables tables = FactorFile.read(file);

        // Then
        assertThat(tables).usingRecursiveComparison().isEqualTo(TestFactors.small(2));
        assertThat(FactorFile.write(tables)).isEqualTo(file);
    }

    @Test
    void shouldLayOutTheHeaderAsDocumented() {
        // When
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);

        // Then
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("MRQF");
        assertThat(header.getInt(4)).isEqualTo(1);
        assertThat(header.getLong(8)).isEqualTo(file.length).isEqualTo(72 + 4 * 24 + 2 * 20 + 4 * 3 + 4 * 3);
        assertThat(header.getInt(16)).isEqualTo(1);
        assertThat(header.getInt(20)).isEqualTo(4);
        assertThat(header.getInt(24)).isEqualTo(2);
        assertThat(header.getInt(28)).isEqualTo(3);
        assertThat(header.getFloat(32)).isEqualTo(3f);
        assertThat(header.getFloat(36)).isEqualTo(2f);
        assertThat(header.getDouble(64)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(header.getLong(72)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 65, does not begin with MRQF",
        "4, 2, format version 2",
        "8, 3, bytes where its header says",
        "16, 2, bytes where 2 factors",
        "20, 5, 5 movies",
        "23, 127, bytes where 1 factors",
        "72, 20, ids must strictly ascend",
        "107, 127, movie biases must be finite",
    })
    void shouldRefuseAFileWhenAByteIsWrong(int offset, int value, String message) {
        // Given: byte 107 is the exponent of a movie bias, with the mantissa at 0 an infinity
        byte[] damaged = file.clone();
        damaged[offset] = (byte) value;
        if (offset == 107) {
            damaged[106] = (byte) 0x80;
        }

        // When, Then
        assertThatThrownBy(() -> FactorFile.read(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAFileWhenItIsCutOffAnywhere() {
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> FactorFile.read(cut)).isInstanceOf(IOException.class);
        }
    }
}
