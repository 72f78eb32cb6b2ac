package org.colloquy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.benchmark.Benchmark;

/** A benchmark's file, where it is published, and under which licence. */
enum DataSet {
    GSM8K(
            Benchmark.GSM8K,
            Host.GITHUB
                    + "openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c/grade_school_math/data/test.jsonl",
            "3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14",
            "MIT"),
    GSM8K_TRAIN(
            Benchmark.GSM8K,
            Host.GITHUB
                    + "openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c/grade_school_math/data/train.jsonl",
            "17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465",
            "MIT"),
    MATH(
            Benchmark.MATH,
            Host.GITHUB
                    + "microsoft/ToRA/213c1c995038c73fab10343814df7a42f990f026/src/data/math/test.jsonl",
            "3371949f33dd702d04b43fddd7d53a028de0aaca0e76abb1b875a050297b3aa4",
            "MIT (a copy of hendrycks/math's test split as JSON Lines)"),
    MATH_500(
            Benchmark.MATH,
            "https://media.githubusercontent.com/media/openai/prm800k/7ecc794703b2877f63226f2477a49b34f9b25163/prm800k/math_splits/test.jsonl",
            "35dc41080a3680858b27fa7e0533d2d547825316fc5dafe5d316f4ccc5a06132",
            "MIT"),
    MINERVA(
            Benchmark.MINERVA,
            Host.QWEN + "minerva_math/test.jsonl",
            "0e656b430d3a0a1dab6aa853f453ba3805e28e2cabe4fc72486a897cc09d8ba2",
            Host.COPY + "questions from MIT OpenCourseWare"),
    OLYMPIADBENCH(
            Benchmark.OLYMPIADBENCH,
            Host.QWEN + "olympiadbench/test.jsonl",
            "bb8c1e38a16ea9eacb77530315a674d883f267fbff79183effc53681b4fcc416",
            Host.COPY + "see OpenBMB/OlympiadBench"),
    AIME_2024(
            Benchmark.AIME,
            Host.QWEN + "aime24/test.jsonl",
            "af2b8bd2aa911b6333ad0df32f3ca05c7ae8ed10f1731f4372c8ae26990bf7ac",
            Host.COPY + "problems by the MAA"),
    AMC_2023(
            Benchmark.AMC,
            Host.QWEN + "amc23/test.jsonl",
            "43707e1ca784602d8479de24ee8ce36609dbebc46dd152b0b12a46611aa898a4",
            Host.COPY + "problems by the MAA"),
    AIME_2025_I(
            Benchmark.AIME,
            "https://huggingface.co/datasets/opencompass/AIME2025/resolve/main/aime2025-I.jsonl",
            "",
            "see the page of opencompass/AIME2025; problems by the MAA"),
    AIME_2025_II(
            Benchmark.AIME,
            "https://huggingface.co/datasets/opencompass/AIME2025/resolve/main/aime2025-II.jsonl",
            "",
            "see the page of opencompass/AIME2025; problems by the MAA");

    private final Benchmark format;
    private final String address;
    private final String digest;
    private final String licence;

    DataSet(Benchmark format, String address, String digest, String licence) {
        this.format = format;
        this.address = address;
        this.digest = digest;
        this.licence = licence;
    }

    /** As it is written on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Benchmark format() {
        return format;
    }

    String address() {
        return address;
    }

    /** SHA-256 of the file, where it is known: of a pinned commit. */
    Optional<String> digest() {
        return Optional.of(digest).filter(known -> !known.isEmpty());
    }

    String licence() {
        return licence;
    }

    static List<String> labels() {
        return Stream.of(values()).map(DataSet::label).toList();
    }

    /** Where several of the files are. */
    private static final class Host {
        private static final String GITHUB = "https://raw.githubusercontent.com/";
        private static final String QWEN =
                GITHUB
                        + "QwenLM/Qwen2.5-Math/a45202bd16f1ec06f433442dc1152d0074773465/evaluation/data/";
        private static final String COPY = "a copy published with Qwen2.5-Math; ";

        private Host() {}
    }
}
