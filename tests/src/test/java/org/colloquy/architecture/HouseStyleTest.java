package org.colloquy.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** How every source file of the house is written; {@link HouseExceptions} lists who may differ. */
final class HouseStyleTest {
    static final int MAX_FILE_LINES = 400;
    static final int MAX_MEDIAN_FILE_LINES = 130;
    static final int MAX_METHOD_LINES = 70;

    /** A test may hold a long text to read. */
    static final int MAX_TEST_METHOD_LINES = 110;

    /** Words that say nothing, as whole parts of a camel-case name. */
    private static final Pattern EMPTY_NAME =
            Pattern.compile(
                    "^(Abstract|Base)(?=[A-Z]).*"
                            + "|(?:^|.*[a-z0-9])(Utils?|Helper|Manager|Impl|Common)(?![a-z]).*");

    private static final List<Path> MAIN = javaFiles("src/main/java");
    private static final List<Path> ALL =
            Stream.concat(MAIN.stream(), javaFiles("src/test/java").stream()).toList();

    @Test
    void theHouseIsFound() {
        assertTrue(MAIN.size() >= 50, () -> "only " + MAIN.size() + " main files found");
        assertTrue(Sources.parse(MAIN).methods().size() >= MAIN.size(), "methods are not found");
    }

    @Test
    void filesAreShort() {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : ALL) {
            if (lines(file).size() > MAX_FILE_LINES) {
                tooLong.add(Repository.nameOf(file));
            }
        }
        assertOnlyExcused(tooLong, HouseExceptions.LONG_FILES);
        List<Integer> sizes =
                MAIN.stream()
                        .filter(file -> !file.endsWith("package-info.java"))
                        .map(file -> lines(file).size())
                        .sorted()
                        .toList();
        int median = sizes.get(sizes.size() / 2);
        assertTrue(median <= MAX_MEDIAN_FILE_LINES, () -> "the median file has " + median);
    }

    @Test
    void methodsAreShort() {
        Set<String> tooLong = new TreeSet<>();
        for (Sources.Method method : Sources.parse(ALL).methods()) {
            boolean test = method.file().contains("src/test/");
            if (method.lines() >= (test ? MAX_TEST_METHOD_LINES : MAX_METHOD_LINES)) {
                tooLong.add(method.file() + "#" + method.name());
            }
        }
        assertOnlyExcused(tooLong, HouseExceptions.LONG_METHODS);
    }

    @Test
    void namesSayWhatAThingIs() {
        assertEquals(
                List.of(),
                typeNames(ALL, type -> EMPTY_NAME.matcher(type.name()).matches()),
                "names that say nothing");
    }

    @Test
    void emptyNamesAreRecognized() {
        for (String name :
                List.of("TensorUtils", "LogUtil", "AbstractModel", "BaseActor", "ModelImpl")) {
            assertTrue(EMPTY_NAME.matcher(name).matches(), name);
        }
        for (String name :
                List.of("Baseline", "Implication", "Utility", "Managed", "Abstraction")) {
            assertFalse(EMPTY_NAME.matcher(name).matches(), name);
        }
    }

    @Test
    void publicTypesSayTheirContract() {
        assertEquals(
                List.of(),
                typeNames(MAIN, type -> type.topLevel() && isPublic(type) && !type.documented()),
                "public types without a doc comment");
    }

    @Test
    void publicClassesAreFinal() {
        Set<Modifier> closed = Set.of(Modifier.FINAL, Modifier.SEALED, Modifier.ABSTRACT);
        Set<String> open =
                Set.copyOf(
                        typeNames(
                                MAIN,
                                type ->
                                        type.topLevel()
                                                && isPublic(type)
                                                && type.kind() == Tree.Kind.CLASS
                                                && type.modifiers().stream()
                                                        .noneMatch(closed::contains)));
        assertOnlyExcused(open, HouseExceptions.OPEN_CLASSES);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItHolds() throws IOException {
        Map<String, List<Path>> packages =
                MAIN.stream().collect(Collectors.groupingBy(HouseStyleTest::packageOf));
        List<String> unmarked = new ArrayList<>();
        for (Map.Entry<String, List<Path>> entry : packages.entrySet()) {
            boolean marked = false;
            for (Path file : entry.getValue()) {
                if (file.endsWith("package-info.java")) {
                    String text = Files.readString(file);
                    marked |= text.contains("@NullMarked") && text.contains("/**");
                }
            }
            if (!marked) {
                unmarked.add(entry.getKey());
            }
        }
        assertEquals(
                List.of(), unmarked, "packages without a @NullMarked, documented package-info");
    }

    @Test
    void textIsPlainAscii() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (Path file :
                Repository.files(
                        Repository.root(), ".java", ".md", ".yaml", ".xml", ".conf", ".cu")) {
            String text = Files.readString(file);
            int at = firstNonAscii(text);
            if (at >= 0) {
                long line = text.substring(0, at).lines().count();
                offenders.add(Repository.nameOf(file) + ":" + line + ": " + text.codePointAt(at));
            }
        }
        assertEquals(List.of(), offenders, "characters beyond ASCII; write them plainly or escape");
    }

    private static int firstNonAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPublic(Sources.Type type) {
        return type.modifiers().contains(Modifier.PUBLIC);
    }

    private static List<String> typeNames(List<Path> files, Predicate<Sources.Type> which) {
        return Sources.parse(files).types().stream()
                .filter(which)
                .map(type -> type.file() + "#" + type.name())
                .sorted()
                .toList();
    }

    /** Fails for each offender without an excuse, and for each excuse without an offender. */
    private static void assertOnlyExcused(Set<String> offenders, Map<String, String> excused) {
        assertEquals(new TreeSet<>(excused.keySet()), new TreeSet<>(offenders));
    }

    private static String packageOf(Path file) {
        String path = Repository.nameOf(file);
        int from = path.indexOf("src/main/java/") + "src/main/java/".length();
        return path.substring(from, path.lastIndexOf('/')).replace('/', '.');
    }

    private static List<Path> javaFiles(String folder) {
        return Repository.MODULES.stream()
                .flatMap(
                        module ->
                                Repository.files(Repository.root(module, folder), ".java").stream())
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
