package org.colloquy.web.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.colloquy.model.Completion;
import org.colloquy.model.Outcome;
import org.colloquy.model.Partial;
import org.colloquy.model.Refusal;
import org.colloquy.web.serve.Word.Growing;
import org.colloquy.web.serve.Word.Over;

/**
 * Makes server-sent events of what a request hears.
 *
 * <p>Text is sent as soon as it is certain: what may yet become a stop text, or the rest of a
 * character, waits. Words that tell nothing new are passed over, so that some may be left out, and
 * a request that was begun again goes on where it was.
 */
final class ChatStream {

    private static final char INCOMPLETE = '\uFFFD';

    private final ChatReply reply;
    private final ChatRequest request;
    private String sent = "";
    private int tokens;
    private boolean opened;

    ChatStream(ChatReply reply, ChatRequest request) {
        this.reply = reply;
        this.request = request;
    }

    /** The events to send upon a word. */
    List<ByteString> next(Word word) {
        List<ByteString> events = new ArrayList<>();
        if (!opened) {
            opened = true;
            events.add(event(reply.opening()));
        }
        switch (word) {
            case Growing growing -> grow(growing.partial(), events);
            case Over over -> end(over.outcome(), events);
        }
        return events;
    }

    private void grow(Partial partial, List<ByteString> events) {
        String certain = certain(partial.text());
        if (certain.length() > sent.length() && certain.startsWith(sent)) {
            send(certain, partial.tokenIds(), partial.logProbs(), events);
        }
    }

    private void end(Outcome outcome, List<ByteString> events) {
        switch (outcome) {
            case Refusal refusal -> fail(refusal.reason(), events);
            case Completion completion when !completion.text().startsWith(sent) ->
                    fail("the answer changed while it was sent", events);
            case Completion completion -> {
                boolean untold = request.logProbs() && tokens < completion.tokenIds().length;
                if (completion.text().length() > sent.length() || untold) {
                    send(completion.text(), completion.tokenIds(), completion.logProbs(), events);
                }
                events.add(event(reply.closing(completion)));
                if (request.usage()) {
                    events.add(event(reply.counts(completion)));
                }
                events.add(ByteString.fromString("data: [DONE]\n\n"));
            }
        }
    }

    private static void fail(String reason, List<ByteString> events) {
        events.add(event(ChatProblem.failed(500, reason).json()));
    }

    private void send(String text, int[] ids, float[] logProbs, List<ByteString> events) {
        String more = text.substring(sent.length());
        events.add(event(reply.part(more, request.logProbs(), ids, logProbs, tokens)));
        sent = text;
        tokens = ids.length;
    }

    private String certain(String text) {
        int end = text.length();
        for (String stop : request.sampling().stop()) {
            end = Math.min(end, certain(text, stop));
        }
        while (end > 0 && text.charAt(end - 1) == INCOMPLETE) {
            end--;
        }
        return text.substring(0, end);
    }

    /** How much of a text stands before the first place where a stop text may begin. */
    private static int certain(String text, String stop) {
        for (int at = Math.max(0, text.length() - stop.length() + 1); at < text.length(); at++) {
            if (stop.startsWith(text.substring(at))) {
                return at;
            }
        }
        return text.length();
    }

    private static ByteString event(ObjectNode json) {
        return ByteString.fromString("data: " + json + "\n\n");
    }
}
