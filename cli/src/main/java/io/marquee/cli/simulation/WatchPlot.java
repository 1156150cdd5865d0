package io.marquee.cli.simulation;

import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Rating against watch time, a point for each watching, as a PNG. Needs no screen. */
public final class WatchPlot {

    /** Right end of the rating axis, which begins at 0. */
    static final double MAX_RATING = 10;

    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    /** See-through, so that many points on one another are darker than one. */
    private static final Color POINT = new Color(31, 119, 180, 110);

    private WatchPlot() {}

    /** Writes the picture; the file's name has to end in {@code .png}. */
    public static void write(Path file, List<Watch> log) throws IOException {
        // Must be said before the first class of AWT is loaded.
        System.setProperty("java.awt.headless", "true");
        BitmapEncoder.saveBitmap(chart(log), file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    static XYChart chart(List<Watch> log) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Watch time by rating")
                .xAxisTitle("rating")
                .yAxisTitle("watch_seconds")
                .theme(Styler.ChartTheme.Matlab)
                .build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setXAxisMin(0.0)
                .setXAxisMax(MAX_RATING)
                .setYAxisMin(0.0)
                .setYAxisMax((double) WatchLogSimulator.MAX_SECONDS)
                .setLegendVisible(false)
                .setPlotContentSize(1)
                .setMarkerSize(6);
        if (!log.isEmpty()) {
            chart.addSeries(
                            "watched",
                            log.stream().mapToDouble(Watch::rating).toArray(),
                            log.stream().mapToDouble(Watch::watchSeconds).toArray())
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(POINT);
        }
        return chart;
    }
}
