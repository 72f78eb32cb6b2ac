package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.Computing;
import org.colloquy.pretrain.Pretraining;
import org.colloquy.pretrain.PretrainingReader;
import org.colloquy.pretrain.PretrainingRecipe;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a builtin agent's weights again from its recipe. */
@Command(
        name = "pretrain",
        description = "Pretrain an agent on generated transcripts, by a recipe.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy pretrain scenarios/pretrain/ada.yaml",
            "  ./colloquy pretrain my.yaml --set pretrain.steps=200 --out models/mine",
            "",
            "The same recipe gives the same bytes with any threads and backend. Use the",
            "result in a scenario as  model: {provider: transformer, weights: models/mine}"
        })
final class PretrainCommand implements Callable<Integer> {

    private static final int PLAIN_LINES = 20;

    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "A recipe, such as scenarios/pretrain/ada.yaml.")
    private Path file = Path.of("");

    @Mixin private final Overrides overrides = new Overrides();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the model goes; default: models/NAME.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with; default: one per core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin private final BackendOption backend = new BackendOption();

    @Option(names = "--quiet", description = "Print only the last line, or what is wrong.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    private final long startNanos = System.nanoTime();

    PretrainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(1, threads, "--threads");
        PretrainingRecipe recipe = PretrainingReader.read(file, overrides.list());
        Path folder = out.orElse(Path.of("models", recipe.name()));
        LastStep last = new LastStep(recipe.schedule().steps());
        Computing computing = backend.computing(screen, quiet || json);
        try (TensorOps ops = computing.learning(threads)) {
            Pretraining.Pretrained made;
            try (last) {
                made = new Pretraining(recipe, ops).run(last::accept);
            }
            ModelFolder.write(folder, made.parameters(), made.tokenizer(), ops);
            report(recipe, folder, last, ModelFolder.read(folder.toString(), ops).weightsSha256());
        }
        return ExitStatus.WELL;
    }

    private void report(PretrainingRecipe recipe, Path folder, LastStep last, String sha256)
            throws IOException {
        String likeness = likeness(recipe.name(), sha256);
        double seconds = seconds();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("name", recipe.name()).put("out", folder.toString()).put("sha256", sha256);
            object.put("steps", last.progress().step()).put("tokens", last.progress().tokens());
            object.put("loss", last.progress().loss()).put("seconds", seconds);
            screen.out().println(object.put("builtin", likeness));
            return;
        }
        screen.out()
                .println(
                        screen.safe(
                                String.format(
                                        Locale.ROOT,
                                        "%s: %s, loss %.4f, %.0f s; sha256 %s; builtin: %s",
                                        folder,
                                        Counted.of(last.progress().step(), "step"),
                                        last.progress().loss(),
                                        seconds,
                                        sha256,
                                        likeness)));
    }

    /** How the weights compare with those that come with Colloquy under the same name. */
    private static String likeness(String name, String sha256) throws IOException {
        try (TensorOps ops = new VectorOps(1)) {
            String builtin = ModelFolder.read(ModelFolder.BUILTIN + name, ops).weightsSha256();
            return builtin.equals(sha256) ? "identical" : "different";
        } catch (ModelFileException unknown) {
            return "none of this name";
        }
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Shows every step on a terminal, some of them elsewhere; keeps the last. */
    private final class LastStep implements AutoCloseable {

        private final Optional<StatusLine> status;
        private final int every;
        private Pretraining.Progress progress;

        LastStep(int steps) {
            boolean shown = !quiet && !json;
            status =
                    shown && screen.live()
                            ? Optional.of(new StatusLine(screen, steps, "starting"))
                            : Optional.empty();
            every = shown && !screen.live() ? Math.max(1, steps / PLAIN_LINES) : Integer.MAX_VALUE;
            progress = new Pretraining.Progress(0, steps, 0, 0, 0);
        }

        Pretraining.Progress progress() {
            return progress;
        }

        void accept(Pretraining.Progress step) {
            progress = step;
            String message =
                    String.format(
                            Locale.ROOT,
                            "loss %.4f, %.0f tok/s",
                            step.loss(),
                            step.tokens() / seconds());
            status.ifPresent(line -> line.show(step.step(), message));
            if (step.step() % every == 0) {
                screen.out().println("step " + step.step() + "/" + step.steps() + ", " + message);
            }
        }

        @Override
        public void close() {
            status.ifPresent(StatusLine::close);
        }
    }
}
