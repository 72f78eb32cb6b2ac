package org.colloquy.actors.remote;

import java.io.IOException;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.LanguageModel;
import org.colloquy.scenario.OpenAiChoice;

/**
 * A model behind an endpoint, to be asked like any other: a batch is as many requests at once as
 * its scenario allows, and a step waits a moment for one of them to end.
 */
public final class RemoteModel implements LanguageModel {

    private final OpenAiChoice choice;
    private final Endpoint endpoint;
    private final RemoteCalls calls;

    private RemoteModel(OpenAiChoice choice, Endpoint endpoint, RemoteCalls calls) {
        this.choice = choice;
        this.endpoint = endpoint;
        this.calls = calls;
    }

    /**
     * Asks nothing yet.
     *
     * @throws IOException naming the variable or file that should hold the key
     */
    public static RemoteModel open(OpenAiChoice choice, RemoteAccess access) throws IOException {
        ApiKey key = ApiKey.read(choice.key(), System.getenv());
        Endpoint endpoint = new Endpoint(choice, key);
        return new RemoteModel(choice, endpoint, new RemoteCalls(choice, endpoint, access));
    }

    @Override
    public String identity() {
        return "openai " + choice.model() + " at " + choice.baseUrl();
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new RemoteBatch(calls, Math.min(capacity, choice.pace().concurrency()));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
