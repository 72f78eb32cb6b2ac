package org.colloquy.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.grpo.AdvantageNormalisation;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.Advantages;
import org.colloquy.grpo.Group;
import org.colloquy.grpo.GroupAdvantages;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.Trajectory;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Training;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.TransformerConfig;
import org.colloquy.transformer.WordTokenizer;

/** A small policy and made-up answers for it to learn from. */
final class Learning {

    static final WordTokenizer TOKENIZER = WordTokenizer.ofTexts(List.of("one two three four"));

    private Learning() {}

    static ModelFolder.Model start(long seed, TensorOps ops) {
        TransformerConfig config =
                new TransformerConfig(TOKENIZER.size(), 8, 2, 2, 1, 4, 12, 10_000, 1e-5f, 16, true);
        return new ModelFolder.Model(Parameters.initial(config, seed, ops), TOKENIZER, "");
    }

    static Training training(GrpoSettings grpo) {
        Training usual = Training.DEFAULT;
        return new Training(
                8,
                usual.discuss(),
                usual.discussions(),
                usual.stages(),
                usual.rewards(),
                grpo,
                0.75,
                usual.evaluation(),
                usual.checkpoints());
    }

    /** The same iteration, the same groups. */
    static List<ScoredGroup> groups(int iteration) {
        AdvantageSettings settings =
                new AdvantageSettings(
                        false, AdvantageNormalisation.GROUP, AdvantageSettings.DynamicSampling.OFF);
        List<ScoredGroup> scored = new ArrayList<>();
        for (int question = 0; question < 3; question++) {
            List<Trajectory> answers = new ArrayList<>();
            for (int sample = 0; sample < 4; sample++) {
                long key = CounterRandom.key(9, "answer", iteration, question, sample);
                int[] text = new int[2 + sample];
                for (int t = 0; t < text.length; t++) {
                    text[t] = CounterRandom.below(key, t, TOKENIZER.size());
                }
                answers.add(
                        new Trajectory(
                                new int[] {TOKENIZER.begin().getAsInt(), 4 + question},
                                text,
                                new float[0],
                                false,
                                CounterRandom.below(key, 99, 3)));
            }
            Group group = new Group(answers, List.of());
            GroupAdvantages advantages =
                    Advantages.of(List.of(List.of(group.rewards())), settings)
                            .getFirst()
                            .getFirst();
            scored.add(new ScoredGroup(group, advantages));
        }
        return scored;
    }
}
