package io.marquee.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLogFilesTest {

    private static final List<Watch> LOG = List.of(
            new Watch(1, 862, 4286, 7, 21.9), new Watch(1, 603, 5166, 8.2, 12_345_678), new Watch(2, 862, 0, 7, 0.001));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteAHeaderAndARowForEachWatching() throws IOException {
        WatchLogCsv.write(folder.resolve("watch_log.csv"), LOG);

        assertThat(folder.resolve("watch_log.csv")).hasContent("""
                user_id,content_id,watch_seconds,rating,popularity
                1,862,4286,7.0,21.9
                1,603,5166,8.2,12345678
                2,862,0,7.0,0.001
                """);
    }

    @Test
    void shouldWriteThePlotAsAPngWithFixedAxes() throws IOException {
        WatchPlot.write(folder.resolve("watch_log.png"), LOG);

        BufferedImage picture = ImageIO.read(folder.resolve("watch_log.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(600);
        var style = WatchPlot.chart(LOG).getStyler();
        assertThat(List.of(style.getXAxisMin(), style.getXAxisMax(), style.getYAxisMin(), style.getYAxisMax()))
                .containsExactly(0.0, 10.0, 0.0, 7200.0);
    }

    @Test
    void shouldWriteAnEmptyPlotWhenNobodyWatched() throws IOException {
        WatchPlot.write(folder.resolve("none.png"), List.of());

        assertThat(Files.size(folder.resolve("none.png"))).isPositive();
    }
}
