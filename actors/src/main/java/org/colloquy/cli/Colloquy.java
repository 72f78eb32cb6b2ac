package org.colloquy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others; it only says what there is. */
@Command(
        name = "colloquy",
        description = "Language models argue, agree and learn; every word is on the record.",
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            TrainCommand.class,
            ResumeCommand.class,
            ReplayCommand.class,
            RescoreCommand.class,
            EvalCommand.class,
            GradeCommand.class,
            DataCommand.class,
            IrtCommand.class,
            ExperimentCommand.class,
            ViewCommand.class,
            ReportCommand.class,
            ServeCommand.class,
            PretrainCommand.class,
            NodeCommand.class,
            ClusterCommand.class,
            ExportCommand.class,
            LogCommand.class,
            ScenarioCommand.class,
            CertificatesCommand.class,
            SoakCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy run scenarios/quickstart.yaml",
            "  ./colloquy replay runs/RUN --verify",
            "  ./colloquy help run",
            "",
            "Exit status: 0 well; 1 the run failed or had failures; 2 bad usage or",
            "scenario; 3 divergence or corruption. See docs/commands.md."
        })
final class Colloquy implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces; also by COLLOQUY_DEBUG=1.")
    private boolean debug;

    /** Without a command there is nothing to do but to say what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.BAD_USAGE;
    }

    boolean debug() {
        return debug || "1".equals(System.getenv("COLLOQUY_DEBUG"));
    }
}
