package org.colloquy.web.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Turn;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.RunManifest;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.Rows;

/** {@code /api/turn}: a turn's exact prompt, its tokens with their log-probabilities, its text. */
final class TurnView {

    private static final int MAX_TEXT = 1_000_000;
    private static final int MAX_TOKENS = 8_192;

    private final Rows rows;
    private final Path log;
    private final RunManifest manifest;

    TurnView(Rows rows, Path log, RunManifest manifest) {
        this.rows = rows;
        this.log = log;
        this.manifest = manifest;
    }

    ObjectNode json(DialogueId id, int index) throws IOException {
        int at =
                rows.indexOf(id)
                        .orElseThrow(
                                () -> RefusedException.missing("the run has no dialogue " + id));
        DialogueRow row = rows.dialogue(at);
        List<TurnTaken> turns = new ArrayList<>();
        Section.read(
                log,
                row.start(),
                row.end(),
                event -> {
                    if (event instanceof TurnTaken taken) {
                        turns.add(taken);
                    }
                });
        if (index >= turns.size()) {
            throw RefusedException.missing("dialogue %s has no turn %d".formatted(id, index));
        }
        TurnTaken taken = turns.get(index);
        Turn turn = taken.turn();
        ObjectNode json = Json.object();
        json.put("prompt", cut(turn.prompt())).put("promptLength", turn.prompt().length());
        json.put("text", cut(turn.text())).put("length", turn.text().length());
        tokens(turn, taken.agent().value(), json);
        return json;
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** {@code exact} is whether the tokens' texts, put together, are the turn's. */
    private void tokens(Turn turn, String agent, ObjectNode json) throws IOException {
        int[] ids = turn.tokens().ids();
        float[] logProbs = turn.tokens().logProbs();
        int count = Math.min(ids.length, MAX_TOKENS);
        Optional<Tokenizer> tokenizer = tokenizer(agent);
        ArrayNode tokens = json.putArray("tokens");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ObjectNode token = tokens.addObject().put("id", ids[i]);
            if (i < logProbs.length) {
                token.put("logProb", logProbs[i]);
            }
            if (tokenizer.isPresent() && ids[i] < tokenizer.get().size()) {
                String piece = tokenizer.get().decodeAfter(text.toString(), ids[i]);
                String shown = piece.isEmpty() ? tokenizer.get().token(ids[i]) : piece;
                token.put("text", shown).put("silent", piece.isEmpty());
                text.append(piece);
            }
        }
        json.put("tokenCount", ids.length);
        json.put("exact", count == ids.length && text.toString().equals(turn.text()));
    }

    /** Of a builtin model; other weights may lie outside the run, and are not read. */
    private Optional<Tokenizer> tokenizer(String agent) throws IOException {
        for (JsonNode one : ScenarioTree.of(manifest).path("agents")) {
            String weights = one.path("model").path("weights").asText();
            if (one.path("name").asText().equals(agent) && ModelFolder.isBuiltin(weights)) {
                return Optional.of(ModelFolder.builtinTokenizer(weights));
            }
        }
        return Optional.empty();
    }
}
