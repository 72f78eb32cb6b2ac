package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PTX that is checked in is that of the .cu files, and light enough for the chips it is for.
 */
class PtxTest {

    private static final Path SCRIPT = Emulator.KERNELS.resolve("../../../build-ptx").normalize();
    private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)\\(");
    private static final Pattern REGISTERS =
            Pattern.compile("Compiling entry function '(\\w+)' for '(\\w+)'|Used (\\d+) registers");
    private static final Pattern LOOSE =
            Pattern.compile(
                    "\\b(add|sub|mul|fma|mad|div|sqrt)\\.f(32|64)|\\.ftz|\\.approx|atom\\S*\\.f");
    private static final String AGAIN = "; run cuda-kernels/build-ptx and check in what it writes";

    /** Blocks of 256 threads, four on a multiprocessor: 65,536 / 1,024. */
    private static final int MOST_REGISTERS = 64;

    /** A matrix product keeps a tile in registers, and two blocks are enough. */
    private static final int MOST_REGISTERS_OF_PRODUCTS = 128;

    @Test
    void everyFileIsOfItsSource() throws IOException {
        for (Path cu : Emulator.kernels(Emulator.KERNELS)) {
            String ptx = Launcher.ptx(stem(cu));
            String first = ptx.lines().findFirst().orElse("");
            assertTrue(first.endsWith(": " + digest(cu)), cu + " is newer than its PTX" + AGAIN);
        }
    }

    /**
     * What has no rounding of its own may be contracted; then bits would differ from the oracle's.
     */
    @Test
    void everySumAndProductIsRoundedOnItsOwn() throws IOException {
        for (Path cu : Emulator.kernels(Emulator.KERNELS)) {
            List<String> loose =
                    Launcher.ptx(stem(cu))
                            .lines()
                            .filter(line -> LOOSE.matcher(line).find())
                            .toList();
            assertEquals(List.of(), loose, stem(cu));
        }
    }

    @Test
    void everyKernelIsDefinedOnceEverywhere() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (CudaKernel kernel : CudaKernel.values()) {
            listed.add(kernel.module() + " " + kernel.symbol());
        }
        Set<String> written = new TreeSet<>();
        Set<String> compiled = new TreeSet<>();
        for (Path cu : Emulator.kernels(Emulator.KERNELS)) {
            String stem = stem(cu);
            Emulator.names(cu).forEach(name -> written.add(stem + " " + name));
            Matcher entries = ENTRY.matcher(Launcher.ptx(stem));
            while (entries.find()) {
                compiled.add(stem + " " + entries.group(1));
            }
        }
        assertEquals(listed, written);
        assertEquals(listed, compiled);
    }

    /**
     * Does nothing beyond {@link #everyFileIsOfItsSource} where there is no nvcc of that release.
     */
    @Test
    void nvccMakesTheSameText(@TempDir Path folder) throws IOException, InterruptedException {
        String release = "release 13.0, V13.0.88";
        if (!output(List.of("nvcc", "--version")).contains(release)) {
            return;
        }
        String said = output(List.of(SCRIPT.toAbsolutePath().toString(), folder.toString()));
        for (Path cu : Emulator.kernels(Emulator.KERNELS)) {
            Path made = folder.resolve(stem(cu) + ".ptx");
            assertTrue(Files.exists(made), said);
            assertEquals(Files.readString(made), Launcher.ptx(stem(cu)), stem(cu) + AGAIN);
        }
    }

    /** For Ampere and Hopper, where ptxas is there to ask. */
    @Test
    void registersSufficeAndNothingSpills(@TempDir Path folder)
            throws IOException, InterruptedException {
        if (output(List.of("ptxas", "--version")).isEmpty()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        int kernels = 0;
        for (String chip : List.of("sm_80", "sm_90a")) {
            for (Path cu : Emulator.kernels(Emulator.KERNELS)) {
                Path ptx = folder.resolve(stem(cu) + ".ptx");
                Files.writeString(ptx, Launcher.ptx(stem(cu)));
                String said =
                        output(
                                List.of(
                                        "ptxas",
                                        "-v",
                                        "-arch=" + chip,
                                        ptx.toString(),
                                        "-o",
                                        folder.resolve("out").toString()));
                kernels += judge(said, chip, problems);
            }
        }
        assertEquals(2 * CudaKernel.values().length, kernels);
        assertEquals(List.of(), problems);
    }

    private static int judge(String said, String chip, List<String> problems) {
        int kernels = 0;
        String kernel = "";
        Matcher matcher = REGISTERS.matcher(said);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                kernel = matcher.group(1);
                continue;
            }
            kernels++;
            int registers = Integer.parseInt(matcher.group(3));
            boolean product = kernel.contains("matmul");
            if (registers > (product ? MOST_REGISTERS_OF_PRODUCTS : MOST_REGISTERS)) {
                problems.add(kernel + " takes " + registers + " registers on " + chip);
            }
        }
        said.lines()
                .filter(line -> line.contains("spill") && !line.contains(", 0 bytes spill stores"))
                .forEach(line -> problems.add(chip + ": " + line));
        return kernels;
    }

    private static String stem(Path cu) {
        return cu.getFileName().toString().replace(".cu", "");
    }

    private static boolean isHeader(Path file) {
        return file.toString().endsWith(".cuh");
    }

    private static String digest(Path cu) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> files = Files.list(Emulator.KERNELS)) {
                for (Path header : files.filter(PtxTest::isHeader).sorted().toList()) {
                    sha.update(Files.readAllBytes(header));
                }
            }
            sha.update(Files.readAllBytes(cu));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a program prints; nothing where it is not there. */
    private static String output(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> command + " does not end");
            return text;
        } catch (IOException notThere) {
            return "";
        }
    }
}
