package org.colloquy.actors.coordination;

import org.colloquy.dialogue.DialogueId;
import org.colloquy.log.QuestionKey;

/**
 * The numbers of a run's sections, in the order of the log: the header, the iterations, the end. An
 * iteration is its abilities, in training the evaluation before the first question, then for each
 * visit of a question the preamble and the dialogues, then in training what was learned. Sections
 * that turn out to be empty keep their numbers.
 *
 * @param learning whether the run trains; else it has one iteration
 * @param questions first visits of an iteration
 * @param samples dialogues of a first visit
 * @param returns the most dialogues of a second visit; 0 if no question is visited again
 */
record SectionLayout(boolean learning, int iterations, int questions, int samples, int returns) {

    private static final int HEADER = 1;

    /** Visits of an iteration, second ones behind the first ones. */
    int visits() {
        return returns > 0 ? 2 * questions : questions;
    }

    /** Places for dialogues in an iteration; those of second visits may stay empty. */
    int places() {
        return questions * (samples + returns);
    }

    /** The visit of a place. */
    int visit(int place) {
        int first = questions * samples;
        return place < first ? place / samples : questions + (place - first) / returns;
    }

    /** Which dialogue of its visit a place is for. */
    int sample(int place) {
        int first = questions * samples;
        return place < first ? place % samples : (place - first) % returns;
    }

    /** Places of one visit. */
    int places(int visit) {
        return visit < questions ? samples : returns;
    }

    /** Places of all visits before this one. */
    int placesBefore(int visit) {
        int second = Math.max(0, visit - questions);
        return (visit - second) * samples + second * returns;
    }

    int abilities(int iteration) {
        return HEADER + iteration * perIteration();
    }

    /** Of the weights that training starts from; empty in every later iteration. */
    int evaluation(int iteration) {
        return abilities(iteration) + 1;
    }

    int preamble(QuestionKey key) {
        return firstPreamble(key.iteration()) + key.question() + placesBefore(key.question());
    }

    int dialogue(DialogueId id) {
        return preamble(QuestionKey.of(id)) + 1 + id.sample();
    }

    /** What was learned; in a plain run the end. */
    int iterationEnd(int iteration) {
        return firstPreamble(iteration) + visits() + places();
    }

    /** The last section. */
    int runEnd() {
        return HEADER + iterations * perIteration();
    }

    /** Places of the iteration that stand before this section. */
    int placesBeforeSection(int iteration, int section) {
        int visit = visitsBeforeSection(iteration, section) - 1;
        if (visit < 0) {
            return 0;
        }
        int behind = section - preamble(new QuestionKey(iteration, visit)) - 1;
        return placesBefore(visit) + Math.min(behind, places(visit));
    }

    /** Visits of the iteration whose preambles stand before this section. */
    int visitsBeforeSection(int iteration, int section) {
        int past = Math.max(0, section - firstPreamble(iteration));
        int first = questions * (1 + samples);
        int visits =
                past <= first
                        ? (past + samples) / (1 + samples)
                        : questions + (past - first + returns) / (1 + returns);
        return Math.min(visits, visits());
    }

    /** The first section of the iteration's visits, behind its opening. */
    int firstPreamble(int iteration) {
        return abilities(iteration) + (learning ? 2 : 1);
    }

    private int perIteration() {
        return (learning ? 3 : 1) + visits() + places();
    }
}
