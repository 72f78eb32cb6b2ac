package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.Rows;

/** {@code /api/dialogue}: one dialogue with its question, its turns, its grades and its scores. */
final class DialogueView {

    /** Characters of a turn that come unasked; {@code /api/turn} has the rest. */
    private static final int MAX_TEXT = 20_000;

    private final Rows rows;
    private final Path log;

    DialogueView(Rows rows, Path log) {
        this.rows = rows;
        this.log = log;
    }

    ObjectNode json(DialogueId id) throws IOException {
        int index =
                rows.indexOf(id)
                        .orElseThrow(
                                () -> RefusedException.missing("the run has no dialogue " + id));
        DialogueRow row = rows.dialogue(index);
        ObjectNode json = DialogueTable.summary(row, rows.outline());
        neighbour(json, "previous", index - 1);
        neighbour(json, "next", index + 1);
        json.put("seq", row.start().seq());
        Optional<Question> question = preamble(row, json);
        ArrayNode turns = json.putArray("turns");
        json.putArray("failures");
        Section.read(log, row.start(), row.end(), event -> tell(event, json));
        question.ifPresent(asked -> turns.forEach(turn -> readSteps((ObjectNode) turn, asked)));
        new Scores(rows, log).tell(index, row, turns);
        turns.forEach(turn -> shorten((ObjectNode) turn));
        return json;
    }

    private static void shorten(ObjectNode turn) {
        String text = turn.path("text").asText();
        if (text.length() > MAX_TEXT) {
            turn.put("text", text.substring(0, MAX_TEXT));
        }
    }

    private void neighbour(ObjectNode json, String name, int index) throws IOException {
        if (index >= 0 && index < rows.outline().dialogues()) {
            json.put(name, rows.dialogue(index).id().toString());
        }
    }

    private Optional<Question> preamble(DialogueRow row, ObjectNode json) throws IOException {
        ObjectNode asked = json.putObject("question");
        List<InteractionEvent> events =
                Section.until(
                        log, rows.question(row.question()).start(), ModeChosen.class::isInstance);
        Optional<Question> question = Optional.empty();
        int compared = 0;
        int attempted = 0;
        for (InteractionEvent event : events) {
            switch (event) {
                case QuestionPosed posed -> {
                    question = Optional.of(posed.question());
                    question(posed.question(), asked);
                }
                case DifficultyEstimated told -> asked.put("difficultyRule", told.rule());
                case ModeChosen chosen -> mode(chosen, asked);
                case Compared one -> compared++;
                case Attempted one -> attempted++;
                default -> {}
            }
        }
        asked.put("compared", compared).put("attempted", attempted);
        return question;
    }

    private static void question(Question question, ObjectNode json) {
        json.put("id", question.id()).put("text", question.text()).put("answer", question.answer());
        ArrayNode steps = json.putArray("steps");
        for (int i = 0; i < question.steps().size(); i++) {
            steps.add(WorkedSolution.sentence(i, question.steps().get(i)));
        }
    }

    private void mode(ModeChosen chosen, ObjectNode json) {
        json.put("difficulty", chosen.difficulty());
        json.put("modeRule", chosen.rule());
        json.put("pooled", chosen.pooled());
        ArrayNode agents = json.putArray("chances");
        for (int i = 0; i < chosen.probabilities().size(); i++) {
            agents.addObject()
                    .put("agent", rows.outline().agents().get(i))
                    .put("ability", chosen.abilities().get(i))
                    .put("probability", chosen.probabilities().get(i));
        }
    }

    private void tell(InteractionEvent event, ObjectNode json) {
        switch (event) {
            case DialogueStarted started -> plan(started, json);
            case TurnTaken taken -> json.withArray("turns").add(turn(taken));
            case TurnFailed failed ->
                    json.withArray("failures")
                            .addObject()
                            .put("agent", failed.agent().value())
                            .put("round", failed.id().round())
                            .put("stage", Json.name(failed.id().stage()))
                            .put("attempt", failed.attempt())
                            .put("reason", failed.reason());
            case AnswersGraded graded -> grades(graded, json);
            case DialogueEnded ended -> json.put("reason", ended.reason());
            default -> {}
        }
    }

    private static void plan(DialogueStarted started, ObjectNode json) {
        json.put("rounds", started.rounds());
        ArrayNode cast = json.putArray("cast");
        for (int i = 0; i < started.cast().size(); i++) {
            ObjectNode agent = cast.addObject().put("agent", started.cast().get(i).value());
            ArrayNode hears = agent.putArray("hears");
            for (int peer : started.peers().get(i)) {
                hears.add(started.cast().get(peer).value());
            }
        }
    }

    private static ObjectNode turn(TurnTaken taken) {
        return Json.object()
                .put("agent", taken.agent().value())
                .put("round", taken.turn().id().round())
                .put("stage", Json.name(taken.turn().id().stage()))
                .put("text", taken.turn().text())
                .put("length", taken.turn().text().length())
                .put("tokens", taken.turn().tokens().length())
                .put("promptLength", taken.turn().prompt().length())
                .put("truncated", taken.turn().truncated());
    }

    private static void grades(AnswersGraded graded, ObjectNode json) {
        ArrayNode grades = json.putArray("grades");
        for (GradedAnswer answer : graded.answers()) {
            ObjectNode one = grades.addObject();
            one.put("agent", answer.agent().value());
            one.put("solo", Json.name(answer.solo()));
            one.put("last", Json.name(answer.last()));
            answer.soloAnswer().ifPresent(text -> one.put("soloAnswer", text));
            answer.lastAnswer().ifPresent(text -> one.put("lastAnswer", text));
            answer.firstWrongStep().ifPresent(step -> one.put("wrongStep", step));
        }
    }

    /** Where in a solving turn's text the first wrong step stands, if the text has it. */
    private static void readSteps(ObjectNode turn, Question question) {
        if (turn.path("stage").asText().equals("analyse") || question.steps().isEmpty()) {
            return;
        }
        String text = turn.path("text").asText();
        int wrong = WorkedSolution.firstWrongStep(question, text).orElse(-1);
        List<Step> written = WorkedSolution.read(text);
        if (wrong < 0 || wrong >= written.size()) {
            return;
        }
        int from = 0;
        for (int i = 0; i <= wrong; i++) {
            Step step = written.get(i);
            String words =
                    "%d %s %d is %d"
                            .formatted(step.left(), step.operation(), step.right(), step.result());
            int at = text.indexOf(words, from);
            if (at < 0) {
                return;
            }
            if (i == wrong) {
                turn.put("wrongFrom", at).put("wrongTo", at + words.length());
            }
            from = at + words.length();
        }
    }
}
