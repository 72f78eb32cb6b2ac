package org.colloquy.web.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.LogPosition;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;
import org.colloquy.web.index.Outline.Mark;
import org.colloquy.web.index.Outline.Measured;
import org.colloquy.web.index.Outline.PolicyStep;
import org.colloquy.web.index.Outline.SoloExam;

/**
 * Turns a log's events into rows. What belongs to an unfinished section is set aside, so that after
 * an {@link #outline} the reading can begin again at its position. Not thread-safe.
 */
final class LogIndexer {

    private final RowFile questions;
    private final RowFile dialogues;
    private final List<String> agents;
    private final List<String> families;
    private final List<String> protocols;
    private final List<SoloExam> exams;
    private final Iterations iterations;

    /** Row of a question of this iteration, by the question's own id and by its key. */
    private final Map<Long, Integer> firstVisits = new HashMap<>();

    private final Map<QuestionKey, Integer> keys = new HashMap<>();

    private final List<PolicyStep> steps = new ArrayList<>();
    private final List<SoloExam> examsOfEnd = new ArrayList<>();
    private Optional<OpenQuestion> question = Optional.empty();
    private Optional<OpenDialogue> dialogue = Optional.empty();
    private Optional<QuestionKey> scored = Optional.empty();
    private Optional<QuestionRow> asked = Optional.empty();
    private int lastQuestion;
    private boolean learning;
    private boolean ended;
    private LogPosition border;

    private record OpenQuestion(LogPosition start, Question question, double difficulty) {
        OpenQuestion with(double estimated) {
            return new OpenQuestion(start, question, estimated);
        }
    }

    LogIndexer(RowFile questions, RowFile dialogues, Outline from) throws IOException {
        this.questions = questions;
        this.dialogues = dialogues;
        agents = new ArrayList<>(from.agents());
        families = new ArrayList<>(from.families());
        protocols = new ArrayList<>(from.protocols());
        exams = new ArrayList<>(from.exams());
        iterations = new Iterations(from.iterations());
        ended = from.ended();
        border = from.position();
        lastQuestion = from.questions() - 1;
        questions.scan(
                iterations.firstQuestion(),
                from.questions(),
                (index, bytes) -> {
                    QuestionRow row = QuestionRow.read(bytes);
                    keys.put(row.key(), (int) index);
                    firstVisits.putIfAbsent(row.idHash(), (int) index);
                    return true;
                });
    }

    /** All up to the last border between sections. */
    Outline outline() {
        return new Outline(
                Outline.FORMAT,
                border.seq(),
                border.offset(),
                border.digest().hex(),
                Math.toIntExact(questions.rows()),
                Math.toIntExact(dialogues.rows()),
                agents,
                families,
                protocols,
                iterations.list(),
                exams,
                ended);
    }

    /** Takes the record between two positions. */
    void accept(InteractionEvent event, LogPosition before, LogPosition after) throws IOException {
        switch (event) {
            case RunStarted started -> start(started);
            case AbilityEstimated told ->
                    iterations.measure(
                            new Measured(
                                    told.agent().value(),
                                    told.right(),
                                    told.asked(),
                                    told.ability(),
                                    told.standardError()),
                            this::nextIteration);
            case QuestionPosed posed ->
                    question = Optional.of(new OpenQuestion(before, posed.question(), 0));
            case DifficultyEstimated told ->
                    question = question.map(open -> open.with(told.value()));
            case ModeChosen chosen -> close(chosen);
            case DialogueStarted started ->
                    dialogue = Optional.of(new OpenDialogue(before, started, agents));
            case TurnTaken taken -> dialogue.ifPresent(open -> open.take(taken.turn()));
            case AnswersGraded graded -> dialogue.ifPresent(open -> open.grade(graded.answers()));
            case DialogueEnded told -> close(told, after);
            case GroupScored told -> score(told.key(), before);
            case PolicyUpdated told -> {
                learning = true;
                steps.add(PolicyStep.of(told));
            }
            case SoloEvaluated told -> exam(told);
            case IterationEnded told -> learned();
            case RunEnded told -> ended = true;
            case ValidationGraded told -> {}
            case Compared told -> {}
            case Attempted told -> {}
            case TurnFailed told -> {}
        }
        if (question.isEmpty() && dialogue.isEmpty() && !learning) {
            border = after;
        }
    }

    private void start(RunStarted started) {
        if (DialogueRow.width(started.agents().size()) != dialogues.width()) {
            throw new IllegalArgumentException(
                    started.agents().size() + " agents, and another number in run.json");
        }
        started.agents().forEach(agent -> agents.add(agent.name().value()));
    }

    private void nextIteration() {
        iterations.start(
                Math.toIntExact(questions.rows()),
                Math.toIntExact(dialogues.rows()),
                agents.size());
        firstVisits.clear();
        keys.clear();
    }

    private void close(ModeChosen chosen) throws IOException {
        if (question.isEmpty()) {
            return;
        }
        OpenQuestion open = question.get();
        question = Optional.empty();
        if (iterations.current() != chosen.key().iteration()) {
            nextIteration();
        }
        lastQuestion = Math.toIntExact(questions.rows());
        keys.put(chosen.key(), lastQuestion);
        long idHash = QuestionRow.hash(open.question().id());
        int first = firstVisits.computeIfAbsent(idHash, id -> lastQuestion);
        QuestionRow row =
                new QuestionRow(
                        open.start(),
                        chosen.key(),
                        idHash,
                        place(open.question().family(), families),
                        open.question().level(),
                        chosen.difficulty(),
                        chosen.pooled(),
                        chosen.mode(),
                        Math.toIntExact(dialogues.rows()),
                        first,
                        Optional.empty());
        questions.append(row.bytes());
        asked = Optional.of(row);
    }

    private void close(DialogueEnded told, LogPosition after) throws IOException {
        if (dialogue.isEmpty()) {
            return;
        }
        OpenDialogue open = dialogue.get();
        dialogue = Optional.empty();
        if (lastQuestion < 0) {
            throw new IllegalArgumentException("a dialogue before the first question");
        }
        if (asked.isEmpty()) {
            asked = Optional.of(QuestionRow.read(questions.row(lastQuestion)));
        }
        DialogueRow row =
                open.row(
                        told.status(),
                        after.offset(),
                        lastQuestion,
                        asked.get(),
                        place(open.protocol(), protocols));
        dialogues.append(row.bytes());
        iterations.add(row);
    }

    private void score(QuestionKey key, LogPosition at) throws IOException {
        learning = true;
        if (scored.equals(Optional.of(key))) {
            return;
        }
        scored = Optional.of(key);
        if (keys.containsKey(key)) {
            int row = keys.getOrDefault(key, 0);
            questions.flush();
            questions.replace(row, QuestionRow.read(questions.row(row)).scored(at).bytes());
        }
    }

    private void exam(SoloEvaluated told) {
        SoloExam exam =
                new SoloExam(
                        told.version(),
                        told.agents().stream()
                                .map(one -> new Mark(one.agent().value(), one.right(), one.asked()))
                                .toList());
        (learning ? examsOfEnd : exams).add(exam);
    }

    private void learned() {
        learning = false;
        iterations.end(steps);
        exams.addAll(examsOfEnd);
        steps.clear();
        examsOfEnd.clear();
    }

    private static int place(String name, List<String> names) {
        int at = names.indexOf(name);
        if (at < 0) {
            names.add(name);
            return names.size() - 1;
        }
        return at;
    }
}
