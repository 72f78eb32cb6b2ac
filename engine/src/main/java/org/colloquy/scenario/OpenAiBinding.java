package org.colloquy.scenario;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.colloquy.scenario.OpenAiChoice.Asking;
import org.colloquy.scenario.OpenAiChoice.KeyFile;
import org.colloquy.scenario.OpenAiChoice.KeyPlace;
import org.colloquy.scenario.OpenAiChoice.KeyVariable;
import org.colloquy.scenario.OpenAiChoice.Pace;
import org.colloquy.scenario.OpenAiChoice.Price;
import org.colloquy.scenario.OpenAiChoice.TokenLimit;

/** Binds the keys of a {@code model} behind an endpoint. */
final class OpenAiBinding {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int MOST_PER_MINUTE = 1_000_000_000;

    private final ScenarioFile file;
    private final Fields fields;

    OpenAiBinding(ScenarioFile file, Fields fields) {
        this.file = file;
        this.fields = fields;
    }

    OpenAiChoice read() {
        String baseUrl = fields.neededText("base-url");
        String model = fields.neededText("model");
        Optional<KeyPlace> key = key();
        checkBase(baseUrl, key.isPresent());
        if (fields.has("key") || fields.has("api-key")) {
            String written = fields.has("key") ? "key" : "api-key";
            fields.find(written);
            fields.problem(
                    fields.place(written),
                    written,
                    "would be kept with every run",
                    "name an environment variable by key-env, or a file by key-file");
        }
        return new OpenAiChoice(baseUrl, model, key, asking(), pace(), price());
    }

    private Optional<KeyPlace> key() {
        String variable = fields.text("key-env", "");
        String path = fields.text("key-file", "");
        if (!variable.isEmpty() && !path.isEmpty()) {
            fields.problem(
                    fields.place("key-file"), "key-file", "stands beside key-env", "keep one");
        }
        if (!variable.isEmpty()) {
            if (!variable.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                fields.problem(
                        fields.place("key-env"),
                        "key-env",
                        "is no name of an environment variable",
                        "write its name, such as OPENAI_API_KEY, never the key");
            }
            return Optional.of(new KeyVariable(variable));
        }
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeyFile(file.resolve(path).toString()));
    }

    private void checkBase(String written, boolean keyed) {
        if (written.isEmpty()) {
            return;
        }
        try {
            URI uri = new URI(written);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = String.valueOf(uri.getHost());
            if (!scheme.matches("https?") || uri.getHost() == null) {
                base("is no http or https address", "such as http://127.0.0.1:8000/v1");
            } else if (uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                base("has a user, a query or a fragment", "end it with the path, such as /v1");
            } else if (keyed && scheme.equals("http") && !LOOPBACK.contains(host)) {
                base("would send the key in the clear", "use https");
            }
        } catch (URISyntaxException malformed) {
            base("is no address", "such as http://127.0.0.1:8000/v1");
        }
    }

    private void base(String what, String hint) {
        fields.problem(fields.place("base-url"), "base-url", what, hint);
    }

    private Asking asking() {
        return new Asking(
                fields.text("system", ""),
                fields.flag("stream", true),
                fields.flag("log-probs", false),
                fields.flag("send-seed", true),
                fields.choice("token-limit", TokenLimit.MAX_TOKENS));
    }

    private Pace pace() {
        return new Pace(
                fields.count("concurrency", 1, 256, 8),
                fields.count("requests-per-minute", 0, MOST_PER_MINUTE, 0),
                fields.count("tokens-per-minute", 0, MOST_PER_MINUTE, 0),
                Math.round(1000 * fields.number("timeout-seconds", 0.001, 3600, 60)),
                fields.count("retries", 0, 20, 4));
    }

    private Price price() {
        return new Price(
                fields.number("price-input", 0, 1_000_000, 0),
                fields.number("price-output", 0, 1_000_000, 0));
    }
}
