package org.colloquy.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** {@code --set}, for every command that reads a scenario. */
final class Overrides {

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = {
                "Override a value of the scenario, such as --set seed=7 or",
                "--set agents.ada.model.provider=simulated; repeatable."
            })
    private List<String> list = List.of();

    /** Each {@code path=value}, in the order written. */
    List<String> list() {
        return list;
    }
}
