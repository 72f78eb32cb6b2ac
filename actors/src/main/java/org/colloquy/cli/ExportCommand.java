package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.web.serve.ServedModels;
import org.colloquy.weights.gguf.GgufExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an agent's weights in another tool's format. */
@Command(
        name = "export",
        description = {
            "Write an agent as a GGUF file for llama.cpp, its tokenizer included.",
            "Of a run there is its newest checkpoint."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy export builtin:ada --gguf ada.gguf",
            "  ./colloquy export runs/RUN --agent ada --gguf ada.gguf --type f16",
            "",
            "A checkpoint's folder of an agent is a Hugging Face folder as it is."
        })
final class ExportCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            paramLabel = "DIR",
            description = "A run directory, a model's folder, a checkpoint, or builtin:NAME.")
    private String source = "";

    @Option(
            names = "--gguf",
            required = true,
            paramLabel = "FILE",
            description = "Where the GGUF file goes.")
    private Path file = Path.of("");

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Which policy, where there are several.")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "${COMPLETION-CANDIDATES}: how matrices are kept; default: ${DEFAULT-VALUE}.")
    private GgufExport.Precision precision = GgufExport.Precision.F32;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    ExportCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Map.Entry<String, String> place = place(ServedModels.find(List.of(source)));
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandFailure.badUsage("there is no folder " + folder, "make it first");
        }
        try (TensorOps ops = new VectorOps(1)) {
            ModelFolder.Model model = ModelFolder.read(place.getValue(), ops);
            GgufExport.write(file.toAbsolutePath(), place.getKey(), model, precision, ops);
            report(place.getKey(), model);
        }
        return ExitStatus.WELL;
    }

    private Map.Entry<String, String> place(Map<String, String> places) {
        if (agent.isPresent()) {
            String place = places.get(agent.get());
            if (place == null) {
                throw CommandFailure.badUsage(
                        "%s has no agent %s".formatted(source, agent.get()),
                        "it has " + String.join(", ", places.keySet()));
            }
            return Map.entry(agent.get(), place);
        }
        if (places.size() != 1) {
            throw CommandFailure.badUsage(
                    source + " has several agents",
                    "choose one by --agent: " + String.join(", ", places.keySet()));
        }
        return places.entrySet().iterator().next();
    }

    private void report(String name, ModelFolder.Model model) throws IOException {
        long bytes = Files.size(file);
        int weights = model.parameters().flat().size();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("name", name).put("file", file.toString()).put("bytes", bytes);
            screen.out().println(object.put("weights", weights).put("type", precision.name()));
            return;
        }
        screen.out()
                .println(
                        screen.safe(
                                "%s: %s, %d weights as %s, %d bytes"
                                        .formatted(file, name, weights, precision, bytes)));
    }
}
