package org.colloquy.web.serve;

import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.model.TransformerModel;

/**
 * A model that is served.
 *
 * @param name that requests ask for
 * @param server decodes all requests to the model in one batch
 */
record ServedModel(String name, TransformerModel model, ActorRef<ModelServer.Command> server) {

    /** The most tokens of prompt and answer together. */
    int context() {
        return model.parameters().config().maximumPositions();
    }

    int tokens(String prompt) {
        return model.tokenizer().encodePrompt(prompt).length;
    }

    /**
     * The text that each token adds behind the prompt; nothing for tokens that have none.
     *
     * @param from the first token to tell of
     */
    String[] pieces(String prompt, int[] tokens, int from) {
        String[] pieces = new String[tokens.length - from];
        String before = text(prompt, tokens, from);
        for (int i = from; i < tokens.length; i++) {
            String text = text(prompt, tokens, i + 1);
            pieces[i - from] = text.startsWith(before) ? text.substring(before.length()) : "";
            before = text;
        }
        return pieces;
    }

    private String text(String prompt, int[] tokens, int count) {
        return model.tokenizer().decodeAfter(prompt, java.util.Arrays.copyOf(tokens, count));
    }
}
