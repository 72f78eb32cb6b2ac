package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.tensor.OpCases;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;

/**
 * The parity suite as a program of its own, for a machine with a GPU and nothing else: every
 * operation at awkward sizes, and whole models in training and from a cache, must have the oracle's
 * bits. Exit status 0 if all have, 1 if not, 2 if there is no GPU to use.
 */
public final class CudaParity {

    private static final int SEEDS = 40;

    private CudaParity() {}

    public static void main(String[] arguments) {
        CudaBackend backend = new CudaBackend();
        switch (backend.look()) {
            case TensorBackend.Finding.Unusable unusable -> {
                System.err.println("colloquy: nothing is compared: " + unusable.reason());
                System.exit(2);
            }
            case TensorBackend.Finding.Usable usable ->
                    System.out.println("comparing with the oracle on " + usable.device());
        }
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SEEDS;
        List<String> differences = new ArrayList<>();
        try (TensorOps ops = backend.open()) {
            differences.addAll(OpCases.differences(new ScalarOps(), ops, seeds));
        }
        for (TransformerConfig config :
                List.of(TinyModel.TIED, TinyModel.UNTIED, BackendAgreementTest.WIDE)) {
            compare(
                    "training of " + config,
                    BackendAgreementTest.trained(config, new ScalarOps()),
                    BackendAgreementTest.trained(config, backend.open()),
                    differences);
            compare(
                    "cached passes of " + config,
                    BackendAgreementTest.sampled(config, new ScalarOps()),
                    BackendAgreementTest.sampled(config, backend.open()),
                    differences);
        }
        differences.forEach(System.out::println);
        System.out.println(
                differences.isEmpty()
                        ? "identical: every operation at %d seeds, three models".formatted(seeds)
                        : "different: " + differences.size());
        System.exit(differences.isEmpty() ? 0 : 1);
    }

    private static void compare(
            String name, float[] expected, float[] actual, List<String> differences) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            differences.add("%s: number %d differs".formatted(name, at));
        }
    }
}
