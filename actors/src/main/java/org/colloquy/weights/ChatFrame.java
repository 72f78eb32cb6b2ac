package org.colloquy.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.weights.template.Template;
import org.colloquy.weights.template.TemplateException;

/** What a folder's chat template puts around the one message of a user, and the answer's start. */
final class ChatFrame {

    /** Stands for a prompt; no template looks into it. */
    private static final String PROBE = "\uE000prompt\uE001";

    /** A prompt with its surroundings; the template may have trimmed it. */
    record Parts(String before, String prompt, String after) {}

    private final Template template;
    private final String place;
    private final String begin;
    private final String end;

    private ChatFrame(Template template, TokenizerFiles files) {
        this.template = template;
        place = files.templatePlace();
        begin = files.special("bos_token").orElse("");
        end = files.special("eos_token").orElse("");
    }

    /** Nothing for a folder without a template; one that cannot be used is refused at once. */
    static Optional<ChatFrame> of(TokenizerFiles files) throws ModelFileException {
        Optional<String> source = files.chatTemplate();
        if (source.isEmpty()) {
            return Optional.empty();
        }
        try {
            ChatFrame frame = new ChatFrame(Template.of(source.get()), files);
            if (!frame.render(PROBE).contains(PROBE)) {
                throw new ModelFileException(
                        files.templatePlace(), "it does not show the user's message");
            }
            return Optional.of(frame);
        } catch (TemplateException unusable) {
            throw new ModelFileException(
                    files.templatePlace(), String.valueOf(unusable.getMessage()), unusable);
        }
    }

    String around(String prompt) {
        try {
            return render(prompt);
        } catch (TemplateException refused) {
            throw new IllegalArgumentException(place + ": " + refused.getMessage(), refused);
        }
    }

    Parts parts(String prompt) {
        String around = around(PROBE);
        int at = around.indexOf(PROBE);
        boolean trims = around(" " + PROBE + " ").length() == around.length();
        return new Parts(
                around.substring(0, at),
                trims ? prompt.strip() : prompt,
                around.substring(at + PROBE.length()));
    }

    private String render(String prompt) throws TemplateException {
        return template.render(
                Map.of(
                        "messages",
                        List.of(Map.of("role", "user", "content", prompt)),
                        "add_generation_prompt",
                        true,
                        "bos_token",
                        begin,
                        "eos_token",
                        end));
    }
}
