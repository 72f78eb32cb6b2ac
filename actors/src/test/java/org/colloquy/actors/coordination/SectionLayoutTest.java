package org.colloquy.actors.coordination;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.log.QuestionKey;
import org.junit.jupiter.api.Test;

class SectionLayoutTest {

    private static final List<SectionLayout> LAYOUTS =
            List.of(
                    new SectionLayout(false, 1, 3, 2, 0),
                    new SectionLayout(true, 2, 3, 2, 0),
                    new SectionLayout(true, 3, 2, 4, 3),
                    new SectionLayout(true, 1, 1, 1, 1));

    @Test
    void everySectionHasItsOwnNumberInTheLogsOrder() {
        for (SectionLayout layout : LAYOUTS) {
            List<Integer> sections = new ArrayList<>();
            for (int iteration = 0; iteration < layout.iterations(); iteration++) {
                sections.add(layout.abilities(iteration));
                if (layout.learning()) {
                    sections.add(layout.evaluation(iteration));
                }
                for (int visit = 0; visit < layout.visits(); visit++) {
                    sections.add(layout.preamble(new QuestionKey(iteration, visit)));
                    for (int sample = 0; sample < layout.places(visit); sample++) {
                        sections.add(layout.dialogue(new DialogueId(iteration, visit, sample)));
                    }
                }
                if (layout.learning()) {
                    sections.add(layout.iterationEnd(iteration));
                }
            }
            sections.add(layout.runEnd());
            for (int i = 0; i < sections.size(); i++) {
                assertEquals(i + 1, sections.get(i), layout.toString());
            }
        }
    }

    @Test
    void placesAndVisitsAreCountedBeforeEverySection() {
        for (SectionLayout layout : LAYOUTS) {
            for (int iteration = 0; iteration < layout.iterations(); iteration++) {
                int place = 0;
                for (int visit = 0; visit < layout.visits(); visit++) {
                    int preamble = layout.preamble(new QuestionKey(iteration, visit));
                    assertCounts(layout, iteration, preamble, visit, place);
                    for (int sample = 0; sample < layout.places(visit); sample++) {
                        DialogueId id = new DialogueId(iteration, visit, sample);
                        assertCounts(layout, iteration, layout.dialogue(id), visit + 1, place);
                        assertEquals(visit, layout.visit(place));
                        assertEquals(sample, layout.sample(place));
                        place++;
                    }
                }
                assertEquals(layout.places(), place);
                assertCounts(
                        layout,
                        iteration,
                        layout.iterationEnd(iteration),
                        layout.visits(),
                        layout.places());
            }
        }
    }

    private static void assertCounts(
            SectionLayout layout, int iteration, int section, int visits, int places) {
        String where = layout + ", section " + section;
        assertEquals(visits, layout.visitsBeforeSection(iteration, section), where);
        assertEquals(places, layout.placesBeforeSection(iteration, section), where);
    }
}
