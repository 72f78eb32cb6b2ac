package org.colloquy.irt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who had which question right; cells may be missing. */
public final class ResponseTable {

    static final byte MISSING = -1;

    private final List<String> models;
    private final List<String> questions;
    private final byte[][] cells;

    private ResponseTable(List<String> models, List<String> questions, byte[][] cells) {
        this.models = List.copyOf(models);
        this.questions = List.copyOf(questions);
        this.cells = cells;
    }

    public List<String> models() {
        return models;
    }

    public List<String> questions() {
        return questions;
    }

    /** 1 for right, 0 for wrong, -1 for missing. */
    byte cell(int model, int question) {
        return cells[model][question];
    }

    /** The answers of one model; not to be changed. */
    byte[] row(int model) {
        return cells[model];
    }

    /** How many answers of a model there are. */
    public int asked(int model) {
        return count(model, false);
    }

    /** How many of them are right. */
    public int right(int model) {
        return count(model, true);
    }

    private int count(int model, boolean rightOnly) {
        int count = 0;
        for (byte cell : cells[model]) {
            count += cell == 1 || cell == 0 && !rightOnly ? 1 : 0;
        }
        return count;
    }

    /** The share of right answers to a question, of those that there are. */
    public double share(int question) {
        int right = 0;
        int asked = 0;
        for (byte[] row : cells) {
            right += row[question] == 1 ? 1 : 0;
            asked += row[question] >= 0 ? 1 : 0;
        }
        return asked == 0 ? Double.NaN : (double) right / asked;
    }

    /** With the parts of models and questions exchanged. */
    ResponseTable transposed() {
        byte[][] turned = new byte[questions.size()][models.size()];
        for (int model = 0; model < models.size(); model++) {
            for (int question = 0; question < questions.size(); question++) {
                turned[question][model] = cells[model][question];
            }
        }
        return new ResponseTable(questions, models, turned);
    }

    /** Gathers answers in any order; models and questions are in the order of their first ones. */
    public static final class Builder {

        private final Map<String, Integer> models = new LinkedHashMap<>();
        private final Map<String, Integer> questions = new LinkedHashMap<>();
        private byte[][] cells = new byte[0][];

        /**
         * Adds an answer.
         *
         * @throws IllegalArgumentException if there is another of this model to this question
         */
        public void add(String model, String question, boolean right) {
            int row = models.computeIfAbsent(model, name -> models.size());
            int column = questions.computeIfAbsent(question, name -> questions.size());
            if (row >= cells.length) {
                cells = Arrays.copyOf(cells, Math.max(8, 2 * cells.length));
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = cells[i] == null ? new byte[0] : cells[i];
                }
            }
            if (column >= cells[row].length) {
                int before = cells[row].length;
                cells[row] = Arrays.copyOf(cells[row], Math.max(column + 1, 2 * before));
                Arrays.fill(cells[row], before, cells[row].length, MISSING);
            }
            if (cells[row][column] != MISSING) {
                throw new IllegalArgumentException(
                        "a second answer of " + model + " to " + question);
            }
            cells[row][column] = (byte) (right ? 1 : 0);
        }

        /**
         * @throws IllegalArgumentException if there are fewer than two models or questions
         */
        public ResponseTable build() {
            if (models.size() < 2 || questions.size() < 2) {
                throw new IllegalArgumentException(
                        "there are %d models and %d questions; it takes two of each"
                                .formatted(models.size(), questions.size()));
            }
            byte[][] whole = new byte[models.size()][];
            for (int row = 0; row < whole.length; row++) {
                int before = Math.min(cells[row].length, questions.size());
                whole[row] = Arrays.copyOf(cells[row], questions.size());
                Arrays.fill(whole[row], before, questions.size(), MISSING);
            }
            return new ResponseTable(
                    List.copyOf(models.keySet()), List.copyOf(questions.keySet()), whole);
        }
    }
}
