package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.colloquy.scenario.Scenario.HearAll;
import org.colloquy.scenario.Scenario.HearRandom;
import org.colloquy.scenario.Scenario.HearRing;
import org.colloquy.scenario.Scenario.Hearing;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.SamplingChoice;

/** Binds {@code interaction}. */
final class InteractionBinding {

    static final List<String> PROTOCOLS = List.of("solo", "vote", "debate", "idea3");
    private static final List<String> MODES = List.of("dynamic", "cooperate", "compete");
    private static final int MAX_STOPS = 16;

    private final Fields fields;
    private final int agents;
    private final int heldOut;

    /**
     * @param agents size of the cast
     * @param heldOut the most questions that can be held out of the run
     */
    InteractionBinding(Fields fields, int agents, int heldOut) {
        this.fields = fields;
        this.agents = agents;
        this.heldOut = heldOut;
    }

    Interaction read() {
        Interaction interaction =
                new Interaction(
                        protocol(),
                        fields.find("mode").map(this::mode).orElse(dynamic(Pooling.MEAN)),
                        difficulty(),
                        fields.count("samples", 1, 1024, Defaults.SAMPLES),
                        fields.count("rounds", 1, 16, Defaults.ROUNDS),
                        fields.find("hears").map(this::hearing).orElse(new HearAll()),
                        heldOut("validation", 10_000, Defaults.VALIDATION),
                        heldOut("anchors", 64, Defaults.ANCHORS),
                        sampling(fields.section("sampling")),
                        limits(fields.section("limits")));
        fields.end();
        if (interaction.difficulty() == DifficultyRule.SELF_RANKING && interaction.anchors() == 0) {
            fields.problem(
                    fields.place("difficulty"),
                    "difficulty",
                    "is self-ranking, but there is no anchor to compare with",
                    "mark lines of the file with \"draw\": \"validation\" and a level, or use label");
        }
        return interaction;
    }

    private int heldOut(String key, int most, int otherwise) {
        int count = fields.count(key, 0, most, Math.min(otherwise, heldOut));
        if (count > heldOut) {
            fields.problem(
                    fields.place(key),
                    key,
                    "is " + count + ", but the file marks " + heldOut + " lines as validation",
                    "mark more of them with \"draw\": \"validation\" or ask for fewer");
        }
        return count;
    }

    private String protocol() {
        String protocol = fields.choice("protocol", PROTOCOLS, "idea3");
        boolean meets = protocol.equals("debate") || protocol.equals("idea3");
        if (agents == 1 && meets) {
            fields.problem(
                    fields.place("protocol"),
                    "protocol",
                    "is " + protocol + ", which takes two agents, but there is one",
                    "add an agent, or choose solo or vote");
        }
        return protocol;
    }

    private ModeRule mode(Located value) {
        if (!(value instanceof Located.Mapping)) {
            String mode = fields.choice("mode", value, MODES).orElse("dynamic");
            return switch (mode) {
                case "cooperate" -> new ModeRule.Always(Mode.COOPERATE);
                case "compete" -> new ModeRule.Always(Mode.COMPETE);
                default -> dynamic(Pooling.MEAN);
            };
        }
        Fields rule = fields.below("mode", value);
        double ratio = rule.number("ratio", 0, 1, 0.5);
        String pooling = rule.choice("dynamic", List.of("mean", "majority", "minimum"), "mean");
        rule.end();
        rule.needExactlyOne("ratio", "dynamic");
        return rule.has("ratio")
                ? new ModeRule.Ratio(ratio)
                : dynamic(
                        switch (pooling) {
                            case "majority" -> Pooling.MAJORITY;
                            case "minimum" -> Pooling.MINIMUM;
                            default -> Pooling.MEAN;
                        });
    }

    private static ModeRule dynamic(Pooling pooling) {
        return new ModeRule.Dynamic(pooling);
    }

    private DifficultyRule difficulty() {
        List<String> rules = List.of("label", "pass-rate", "self-ranking");
        return switch (fields.choice("difficulty", rules, "label")) {
            case "pass-rate" -> DifficultyRule.PASS_RATE;
            case "self-ranking" -> DifficultyRule.SELF_RANKING;
            default -> DifficultyRule.LABEL;
        };
    }

    private Hearing hearing(Located value) {
        if (!(value instanceof Located.Mapping)) {
            String hears = fields.choice("hears", value, List.of("all", "ring")).orElse("all");
            return hears.equals("ring") ? new HearRing() : new HearAll();
        }
        Fields rule = fields.below("hears", value);
        Optional<Long> peers = rule.need("random").flatMap(k -> rule.whole("random", k, 1, 63));
        if (peers.isPresent() && peers.get() >= agents && agents > 0) {
            rule.problem(
                    rule.place("random"),
                    "random",
                    "is "
                            + peers.get()
                            + ", but each of the "
                            + agents
                            + " agents has "
                            + (agents - 1)
                            + " peers",
                    "ask for fewer peers, or hears: all");
        }
        rule.end();
        return new HearRandom(peers.orElse(1L).intValue());
    }

    private static SamplingChoice sampling(Fields fields) {
        SamplingChoice sampling =
                new SamplingChoice(
                        fields.number("temperature", 0, 100, Defaults.TEMPERATURE),
                        fields.count("top-k", 0, 1_000_000, 0),
                        fields.number("top-p", Double.MIN_VALUE, 1, 1),
                        fields.number("min-p", 0, StrictMath.nextDown(1.0), 0),
                        fields.count("max-tokens", 1, 32_768, Defaults.MAX_TOKENS),
                        stops(fields));
        fields.end();
        return sampling;
    }

    private static List<String> stops(Fields fields) {
        List<String> stops = new ArrayList<>();
        for (Located item : fields.items("stop")) {
            String stop = fields.text("stop", item).orElse("?");
            if (stop.isEmpty()) {
                fields.problem(
                        item.place(), "stop", "holds an empty text", "remove it: it ends any text");
            }
            stops.add(stop);
        }
        if (stops.size() > MAX_STOPS) {
            fields.problem(
                    fields.place("stop"),
                    "stop",
                    "holds " + stops.size() + " texts",
                    "at most " + MAX_STOPS);
        }
        return stops;
    }

    private static Limits limits(Fields fields) {
        double seconds =
                fields.number("turn-timeout-seconds", 0.001, 3600, Defaults.TURN_TIMEOUT_SECONDS);
        int attempts = fields.count("attempts", 1, 10, Defaults.ATTEMPTS);
        fields.end();
        return new Limits(StrictMath.round(seconds * 1000), attempts);
    }
}
