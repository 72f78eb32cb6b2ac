package org.colloquy.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: the modules, the engine's two wings, and what an engine may not touch. */
final class LayeringTest {
    private static final String ROOT = "org.colloquy.";

    /** The wing of numbers, the wing of words, and above them the packages that see both. */
    private static final Map<String, Set<String>> ENGINE =
            Map.ofEntries(
                    Map.entry("random", Set.of()),
                    Map.entry("tensor", Set.of("random")),
                    Map.entry("transformer", Set.of("tensor", "random")),
                    Map.entry("model", Set.of("transformer", "tensor", "random")),
                    Map.entry("grpo", Set.of("transformer", "tensor", "random")),
                    Map.entry("reward", Set.of("question")),
                    Map.entry(
                            "evaluation", Set.of("question", "dialogue", "irt", "model", "random")),
                    Map.entry("question", Set.of("random")),
                    Map.entry("grading", Set.of("question", "random")),
                    Map.entry("benchmark", Set.of("grading", "question")),
                    Map.entry("dialogue", Set.of("question", "random")),
                    Map.entry("irt", Set.of("dialogue", "question", "random")),
                    Map.entry("log", Set.of("dialogue", "irt", "question", "random")),
                    Map.entry(
                            "scenario",
                            Set.of(
                                    "benchmark",
                                    "grading",
                                    "question",
                                    "dialogue",
                                    "irt",
                                    "model",
                                    "grpo",
                                    "reward",
                                    "random")),
                    Map.entry(
                            "pretrain",
                            Set.of(
                                    "question",
                                    "dialogue",
                                    "irt",
                                    "tensor",
                                    "transformer",
                                    "model",
                                    "scenario",
                                    "random")),
                    Map.entry(
                            "rollout",
                            Set.of(
                                    "log",
                                    "question",
                                    "dialogue",
                                    "irt",
                                    "transformer",
                                    "grpo",
                                    "reward",
                                    "scenario",
                                    "random")),
                    Map.entry(
                            "checkpoint",
                            Set.of("tensor", "transformer", "grpo", "scenario", "random")),
                    Map.entry(
                            "replay",
                            Set.of(
                                    "grading",
                                    "log",
                                    "rollout",
                                    "question",
                                    "dialogue",
                                    "irt",
                                    "model",
                                    "grpo",
                                    "reward",
                                    "scenario",
                                    "random")));

    /** Calls whose answer is not a function of the run's seed, as {@code class.method}. */
    private static final Set<String> UNREPEATABLE_CALLS =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.Math.random",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.util.UUID.randomUUID",
                    "java.util.Random.<init>",
                    "java.util.SplittableRandom.<init>",
                    "java.security.SecureRandom.<init>",
                    "java.util.concurrent.ThreadLocalRandom.current");

    private static final JavaClasses ENGINE_CLASSES = classesOf("engine");

    @Test
    void eachEnginePackageSeesOnlyThoseBelowIt() {
        ENGINE.forEach(
                (name, below) -> {
                    String[] forbidden =
                            ENGINE.keySet().stream()
                                    .filter(other -> !other.equals(name) && !below.contains(other))
                                    .map(other -> ROOT + other + "..")
                                    .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + name + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)
                            .allowEmptyShould(true)
                            .check(ENGINE_CLASSES);
                });
    }

    @Test
    void everyEnginePackageHasItsPlace() {
        Set<String> packages =
                ENGINE_CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                        .collect(Collectors.toCollection(TreeSet::new));
        packages.removeAll(ENGINE.keySet());
        assertEquals(Set.of(), packages, "engine packages that the layering does not name");
    }

    @Test
    void theWingsDoNotSeeEachOther() {
        List<String> numbers = List.of("tensor", "transformer", "grpo", "model");
        List<String> words = List.of("question", "dialogue", "irt", "log");
        for (String number : numbers) {
            assertTrue(words.stream().noneMatch(ENGINE.get(number)::contains), number);
        }
        for (String word : words) {
            assertTrue(numbers.stream().noneMatch(ENGINE.get(word)::contains), word);
        }
    }

    @Test
    void theEngineIsPure() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "java..",
                                        "jdk.incubator.vector..",
                                        "org.jspecify..",
                                        "com.fasterxml.jackson..",
                                        "org.yaml.snakeyaml..",
                                        "com.esotericsoftware..")
                                .or(resideInAPackage("org.colloquy..").and(not(inOtherModules())))
                                .or(
                                        DescribedPredicate.describe(
                                                "arrays and primitives",
                                                type -> type.isArray() || type.isPrimitive())))
                .check(ENGINE_CLASSES);
    }

    @Test
    void theEngineIsAFunctionOfItsSeed() {
        Set<String> callers = new TreeSet<>();
        for (JavaClass caller : ENGINE_CLASSES) {
            for (JavaAccess<?> access : caller.getAccessesFromSelf()) {
                String call = access.getTargetOwner().getFullName() + "." + access.getName();
                if (UNREPEATABLE_CALLS.contains(call)) {
                    callers.add(caller.getFullName());
                }
            }
        }
        assertEquals(new TreeSet<>(HouseExceptions.UNREPEATABLE.keySet()), callers);
    }

    @Test
    void theKernelsDoNotKnowTheActors() {
        JavaClasses kernels = classesOf("cuda-kernels");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "picocli..")
                .orShould()
                .dependOnClassesThat(belongTo("actors"))
                .allowEmptyShould(true)
                .check(kernels);
    }

    @Test
    void theActorsDoNotKnowTheKernels() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jcuda..", "org.colloquy.cuda..")
                .check(classesOf("actors"));
    }

    private static DescribedPredicate<JavaClass> inOtherModules() {
        return belongTo("actors").or(belongTo("cuda-kernels"));
    }

    private static DescribedPredicate<JavaClass> belongTo(String module) {
        Set<String> names =
                Stream.of(module)
                        .map(LayeringTest::classesOf)
                        .flatMap(JavaClasses::stream)
                        .map(JavaClass::getFullName)
                        .collect(Collectors.toSet());
        return DescribedPredicate.describe(
                "belong to " + module, type -> names.contains(type.getFullName()));
    }

    private static JavaClasses classesOf(String module) {
        return new ClassFileImporter().importPath(Repository.root(module, "target", "classes"));
    }
}
