package org.colloquy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.incubator.vector.FloatVector;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what Colloquy runs on here. */
@Command(
        name = "doctor",
        description = "Show what this machine offers: JDK, vectors, cores, GPU, models.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy doctor", "  ./colloquy doctor --json"})
final class DoctorCommand implements Callable<Integer> {

    private static final int LABEL_WIDTH = 10;
    private static final List<String> BUILTIN = List.of("ada", "bel");

    private final Screen screen;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    DoctorCommand(Screen screen) {
        this.screen = screen;
    }

    /**
     * One thing looked at.
     *
     * @param words for people
     * @param json for programs
     */
    private record Finding(String label, String words, JsonNode json) {}

    @Override
    public Integer call() {
        List<Finding> findings =
                List.of(
                        colloquy(),
                        java(),
                        system(),
                        cores(),
                        vectors(),
                        memory(),
                        gpu(),
                        models(),
                        shown(),
                        parts());
        if (json) {
            ObjectNode all = object();
            findings.forEach(finding -> all.set(finding.label(), finding.json()));
            screen.out().println(all);
        } else {
            findings.forEach(this::print);
        }
        return ExitStatus.WELL;
    }

    private void print(Finding finding) {
        screen.out()
                .println(
                        Paragraph.of(
                                Paragraph.pad(screen.palette().bold(finding.label()), LABEL_WIDTH),
                                LABEL_WIDTH,
                                screen.safe(finding.words()),
                                screen.columns()));
    }

    private static Finding colloquy() {
        String version = Versions.colloquy();
        return new Finding("colloquy", version, JsonNodeFactory.instance.textNode(version));
    }

    private static Finding java() {
        String version = Runtime.version().toString();
        String vendor = System.getProperty("java.vendor", "");
        String home = System.getProperty("java.home", "");
        return new Finding(
                "java",
                version + ", " + vendor + ", " + home,
                object().put("version", version).put("vendor", vendor).put("home", home));
    }

    private static Finding system() {
        String name = System.getProperty("os.name", "");
        String version = System.getProperty("os.version", "");
        String architecture = System.getProperty("os.arch", "");
        return new Finding(
                "system",
                name + " " + version + ", " + architecture,
                object().put("name", name)
                        .put("version", version)
                        .put("architecture", architecture));
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Finding(
                "cores", Integer.toString(cores), JsonNodeFactory.instance.numberNode(cores));
    }

    private static Finding vectors() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        int floats = bits / Float.SIZE;
        return new Finding(
                "vectors",
                bits + " bits, " + floats + " floats at once",
                object().put("bits", bits).put("floats", floats));
    }

    private static Finding memory() {
        long machine =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean bean
                        ? bean.getTotalMemorySize()
                        : 0;
        long heap = Runtime.getRuntime().maxMemory();
        return new Finding(
                "memory",
                gibibytes(machine) + ", of which the heap may take " + gibibytes(heap),
                object().put("machineBytes", machine).put("heapBytes", heap));
    }

    private static Finding gpu() {
        return switch (BackendChoice.look()) {
            case TensorBackend.Finding.Usable usable ->
                    new Finding(
                            "gpu",
                            usable.device() + "; choose it with --backend cuda",
                            object().put("usable", true)
                                    .put("name", usable.device())
                                    .put("reason", ""));
            case TensorBackend.Finding.Unusable unusable ->
                    new Finding(
                            "gpu",
                            "none to use: " + unusable.reason(),
                            object().put("usable", false)
                                    .put("name", "")
                                    .put("reason", unusable.reason()));
        };
    }

    private Finding shown() {
        String words =
                screen.live()
                        ? "a terminal of " + screen.columns() + " columns"
                        : "not a terminal: plain lines";
        return new Finding(
                "screen",
                words
                        + (screen.colour() ? ", colours" : ", no colours")
                        + (screen.unicode() ? ", UTF-8" : ", ASCII"),
                object().put("terminal", screen.live())
                        .put("columns", screen.columns())
                        .put("colour", screen.colour())
                        .put("unicode", screen.unicode()));
    }

    private static Finding models() {
        ObjectNode digests = object();
        for (String name : BUILTIN) {
            digests.put(name, digest(ModelFolder.BUILTIN + name));
        }
        String words =
                digests.properties().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().asText())
                        .collect(Collectors.joining(", "));
        return new Finding("models", words, digests);
    }

    private static String digest(String model) {
        try (TensorOps ops = new ScalarOps()) {
            return ModelFolder.read(model, ops).weightsSha256();
        } catch (IOException unusable) {
            return String.valueOf(unusable.getMessage());
        }
    }

    private static Finding parts() {
        ObjectNode versions = object();
        Versions.parts().forEach(versions::put);
        String words =
                Versions.parts().entrySet().stream()
                        .map(part -> part.getKey() + " " + part.getValue())
                        .collect(Collectors.joining(", "));
        return new Finding("parts", words, versions);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
