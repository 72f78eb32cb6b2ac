package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Names what there is. */
@Command(
        name = "list",
        description = "List the benchmarks that data get knows.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy data list", "  ./colloquy data list --json"})
final class DataListCommand implements Callable<Integer> {

    private final Screen screen;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    DataListCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (DataSet set : DataSet.values()) {
                ObjectNode node = all.addObject();
                node.put("name", set.label());
                node.put("format", set.format().label());
                node.put("licence", set.licence());
                node.put("address", set.address());
                node.put("sha256", set.digest().orElse(null));
            }
            screen.out().println(all);
            return ExitStatus.WELL;
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("name", "format")));
        for (DataSet set : DataSet.values()) {
            rows.add(List.of(set.label(), set.format().label()));
        }
        List<String> lines = Columns.of(rows, screen).lines().toList();
        screen.out().println(lines.getFirst() + "  licence");
        for (DataSet set : DataSet.values()) {
            screen.out().println(lines.get(set.ordinal() + 1) + "  " + set.licence());
        }
        return ExitStatus.WELL;
    }
}
