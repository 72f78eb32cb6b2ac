package org.colloquy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

final class TicksTest {

    @Test
    void marksAreRoundFewAndHoldAllValues() {
        for (int i = 0; i < 500; i++) {
            double least = CounterRandom.gaussian(1, i) * Math.pow(10, i % 9 - 3);
            double most = least + CounterRandom.uniform(2, i) * Math.pow(10, i % 7 - 2);
            Ticks ticks = Ticks.of(least, most, 6);
            int marks = ticks.marks().size();
            assertTrue(ticks.low() <= least + 1e-9 * Math.abs(least), ticks.toString());
            assertTrue(ticks.high() >= most - 1e-9 * Math.abs(most), ticks.toString());
            assertTrue(marks >= 2 && marks <= 14, ticks + " of " + least + " to " + most);
        }
    }

    @Test
    void labelsAreShort() {
        assertEquals(List.of("0.4", "0.5", "0.6"), labels(Ticks.of(0.42, 0.58, 3)));
        assertEquals(List.of("0", "20", "40", "60"), labels(Ticks.of(0, 50, 4)));
        assertEquals(List.of("0", "1M", "2M", "3M", "4M", "5M"), labels(Ticks.of(0, 4.52e6, 7)));
        assertEquals(List.of("0", "20k", "40k"), labels(Ticks.of(0, 40_000, 3)));
    }

    @Test
    void aChartIsOnePictureWithEveryNameEscaped() {
        LineChart.Point point = new LineChart.Point(1, 0.5, 0.4, 0.6);
        String svg =
                new LineChart(
                                "t",
                                "x",
                                "y",
                                List.of(new LineChart.Series("a < b & \"c\"", 0, List.of(point))))
                        .svg();
        assertTrue(svg.contains("a &lt; b &amp; &quot;c&quot;"), svg);
        assertFalse(svg.contains("NaN"), svg);
        assertEquals(1, svg.split("<svg ", -1).length - 1);
    }

    private static List<String> labels(Ticks ticks) {
        return ticks.marks().stream().map(ticks::label).toList();
    }
}
