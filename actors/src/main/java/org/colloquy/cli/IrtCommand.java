package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.irt.Calibration;
import org.colloquy.irt.RaschFit;
import org.colloquy.irt.ResponseTable;
import org.colloquy.irt.TwoParameterFit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits abilities and difficulties to a table of right and wrong answers. */
@Command(
        name = "irt",
        description =
                "Fit abilities of models and difficulties of questions to right and wrong answers.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy irt answers.csv",
            "  ./colloquy irt answers.jsonl --model 2pl --html irt.html",
            "  ./colloquy irt runs/RUN --json"
        })
final class IrtCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A CSV table (a line for each model, a column for each question), JSON Lines of"
                            + " model, question, correct, or a run.")
    private Path file = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "rasch",
            description = "rasch or 2pl; default: ${DEFAULT-VALUE}.")
    private String model = "rasch";

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Questions to print from either end; default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--svg", paramLabel = "FILE", description = "Also write the picture there.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page there.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    IrtCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(0, top, "--top");
        if (!model.equals("rasch") && !model.equals("2pl")) {
            throw CommandFailure.badUsage(
                    "there is no response model named " + model, "use rasch or 2pl");
        }
        ResponseTable table = ResponseFile.read(file);
        Calibration fit = model.equals("rasch") ? RaschFit.of(table) : TwoParameterFit.of(table);
        IrtReport report = new IrtReport(table, fit, screen);
        if (svg.isPresent()) {
            Files.writeString(svg.get(), report.map().file());
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), report.page(top));
        }
        if (json) {
            screen.out().println(asJson(table, fit));
        } else {
            report.print(top);
        }
        return fit.converged() ? ExitStatus.WELL : ExitStatus.FAILED;
    }

    private static ObjectNode asJson(ResponseTable table, Calibration fit) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("model", fit.model())
                .put("converged", fit.converged())
                .put("rounds", fit.rounds());
        ArrayNode models = node.putArray("models");
        for (int i = 0; i < fit.models().size(); i++) {
            Calibration.Subject each = fit.models().get(i);
            ObjectNode row = models.addObject();
            row.put("name", each.name()).put("right", table.right(i)).put("asked", table.asked(i));
            put(row, "ability", each.ability().value());
            put(row, "standardError", each.ability().standardError());
            put(row, "infit", each.infit());
            put(row, "outfit", each.outfit());
        }
        ArrayNode questions = node.putArray("questions");
        for (int i = 0; i < fit.questions().size(); i++) {
            Calibration.Item each = fit.questions().get(i);
            ObjectNode row = questions.addObject();
            row.put("name", each.name());
            put(row, "share", table.share(i));
            put(row, "difficulty", each.difficulty());
            put(row, "standardError", each.standardError());
            put(row, "slope", each.slope());
            put(row, "slopeError", each.slopeError());
            put(row, "infit", each.infit());
            put(row, "outfit", each.outfit());
        }
        return node;
    }

    /** Six places, so that the same fit is the same text; null where there is no number. */
    private static void put(ObjectNode row, String name, double value) {
        if (Double.isFinite(value)) {
            row.put(name, Double.parseDouble(String.format(Locale.ROOT, "%.6f", value)));
        } else {
            row.putNull(name);
        }
    }
}
