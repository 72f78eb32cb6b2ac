package org.colloquy.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloquy.bench.Figure;

/** That both compute the same: a comparison of different models would be none. */
final class Agreement {

    private static final double LOGITS = 1e-5;
    private static final double LOSS = 1e-5;
    private static final double GRADIENT_NORM = 1e-5;
    private static final int STEPS = 3;

    private final List<Figure> figures = new ArrayList<>();
    private final List<String> disagreements = new ArrayList<>();

    /** What was compared, as differences. */
    List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** A line for each difference beyond its tolerance; none if both are the same model. */
    List<String> disagreements() {
        return List.copyOf(disagreements);
    }

    void compare(Contender.Lesson ours, Contender.Lesson theirs) {
        record(
                "logits, largest difference / largest",
                largest(ours.logits(), theirs.logits()),
                LOGITS);
        double loss = 0;
        double norm = 0;
        for (int step = 0; step < STEPS; step++) {
            Contender.Step our = ours.train();
            Contender.Step their = theirs.train();
            loss = Math.max(loss, relative(our.loss(), their.loss()));
            norm = Math.max(norm, relative(our.gradientNorm(), their.gradientNorm()));
        }
        record("loss over 3 updates, relative difference", loss, LOSS);
        record("gradient norm over 3 updates, relative difference", norm, GRADIENT_NORM);
    }

    void compareDecoding(float[] ours, float[] theirs) {
        record("decoded logits, largest difference / largest", largest(ours, theirs), LOGITS);
    }

    private void record(String name, double difference, double tolerance) {
        figures.add(Figure.of(name, difference * 1e6, "millionths"));
        if (!(difference <= tolerance)) {
            disagreements.add(
                    String.format(
                            Locale.ROOT, "%s: %.3g, more than %.0e", name, difference, tolerance));
        }
    }

    private static double relative(double ours, double theirs) {
        return Math.abs(ours - theirs) / Math.abs(ours);
    }

    /** The largest difference beside the largest logit. */
    private static double largest(float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double size = 0;
        for (int i = 0; i < ours.length; i++) {
            difference = Math.max(difference, Math.abs((double) ours[i] - theirs[i]));
            size = Math.max(size, Math.abs(ours[i]));
        }
        return difference / size;
    }
}
