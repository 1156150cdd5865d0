package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The histories of a metric as a PNG, a line for each run. Needs no screen. */
final class MetricPlot {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    private MetricPlot() {}

    /**
     * Writes the picture.
     *
     * @param curves by label: points with {@code step} and {@code value}; those that are no finite number are left out
     */
    static void write(Path file, String metric, Map<String, JsonNode> curves) throws IOException {
        // Must be said before the first class of AWT is loaded.
        System.setProperty("java.awt.headless", "true");
        BitmapEncoder.saveBitmap(chart(metric, curves), file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    static XYChart chart(String metric, Map<String, JsonNode> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(metric)
                .xAxisTitle("step")
                .yAxisTitle(metric)
                .theme(Styler.ChartTheme.Matlab)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE).setPlotContentSize(1);
        curves.forEach((label, points) -> {
            List<JsonNode> finite = new ArrayList<>();
            points.forEach(point -> {
                if (point.path("value").isNumber()) {
                    finite.add(point);
                }
            });
            finite.sort(Comparator.comparingLong(point -> point.path("step").asLong()));
            if (!finite.isEmpty()) {
                chart.addSeries(
                                label,
                                finite.stream()
                                        .mapToDouble(point -> point.path("step").asDouble())
                                        .toArray(),
                                finite.stream()
                                        .mapToDouble(
                                                point -> point.path("value").asDouble())
                                        .toArray())
                        .setMarker(finite.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            }
        });
        return chart;
    }
}
