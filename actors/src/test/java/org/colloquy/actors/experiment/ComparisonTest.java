package org.colloquy.actors.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final ExperimentPlan PLAN =
            new ExperimentPlan(ExperimentReader.read(ExperimentReaderTest.SHIPPED, List.of()));

    private static final Experiment.Pair FIRST = PLAN.experiment().pairs().getFirst();

    @Test
    void differencesArePairedBySeedAndTheUntrainedArmServesAllSeeds() {
        Map<Cell, CellResult> results = SyntheticResults.of(PLAN);
        Comparison comparison = new Comparison(PLAN, results);
        List<Comparison.Row> rows = comparison.rows(List.of(FIRST));
        assertEquals(PLAN.experiment().arms().size(), rows.size());
        Comparison.Row base = rows.getFirst();
        assertEquals(1, base.mean().count());
        assertEquals(5, base.difference().orElseThrow().count());
        Comparison.Row sharing = rows.get(2);
        double sum = 0;
        for (long seed : PLAN.experiment().seeds()) {
            sum += alone(results, "sharing", seed) - alone(results, "grpo", seed);
        }
        assertEquals(sum / 5, sharing.difference().orElseThrow().mean(), 1e-12);
        assertTrue(rows.get(1).difference().isEmpty(), "the baseline");
        assertEquals(2, rows.getLast().difference().orElseThrow().count());
        List<Comparison.Row> ofAll = comparison.rows(PLAN.experiment().pairs());
        assertEquals(10, ofAll.get(2).difference().orElseThrow().count(), "two casts");
        assertEquals(2, ofAll.getLast().difference().orElseThrow().count(), "one of them");
    }

    private static double alone(Map<Cell, CellResult> results, String arm, long seed) {
        return results.entrySet().stream()
                .filter(one -> one.getKey().arm().name().equals(arm))
                .filter(one -> one.getKey().seed() == seed)
                .mapToDouble(one -> one.getValue().meanAlone())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void armsWithoutResultsAreLeftOut() {
        Map<Cell, CellResult> some = new LinkedHashMap<>(SyntheticResults.of(PLAN));
        some.keySet().removeIf(cell -> cell.arm().name().equals("grpo"));
        List<Comparison.Row> rows = new Comparison(PLAN, some).rows(PLAN.experiment().pairs());
        assertEquals(PLAN.experiment().arms().size() - 1, rows.size());
        assertTrue(rows.stream().allMatch(row -> row.difference().isEmpty()));
        Comparison nothing = new Comparison(PLAN, Map.of());
        assertTrue(new ExperimentTables(nothing).accuracy(PLAN.experiment().pairs()).isEmpty());
    }

    @Test
    void discussionIsTabledForTheWeakestAgentFirst() {
        Comparison comparison = new Comparison(PLAN, SyntheticResults.of(PLAN));
        List<List<String>> table = new ExperimentTables(comparison).inference(FIRST);
        assertEquals(1 + 2 * 4, table.size(), "both agents before and after three arms");
        assertTrue(table.get(1).getFirst().startsWith("ada, base"), table.toString());
        assertTrue(table.get(5).getFirst().startsWith("bel, base"), table.toString());
        for (List<String> row : table) {
            assertEquals(2 + 2 * 3, row.size());
        }
    }

    @Test
    void thePageStandsAlone() {
        String html = new ExperimentPage(new Comparison(PLAN, SyntheticResults.of(PLAN))).html();
        assertFalse(html.contains("http://") || html.contains("https://"), "no link outside");
        assertFalse(html.contains("<script") || html.contains("NaN"), "plain");
        assertEquals(1 + 2 * 3, html.split("<svg ", -1).length - 1, "of all, and of each cast");
        assertEquals(1 + 2 * 2, html.split("<table>", -1).length - 1);
        for (Experiment.Arm arm : PLAN.experiment().arms()) {
            assertTrue(html.contains(arm.title()), arm.title());
        }
    }
}
