package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorBackend.Products;
import org.colloquy.tensor.TensorOps;

/**
 * The CUDA kernels on this machine's GPU: the bandwidth of a copy within the device, and each
 * operation that moves memory as a share of it, with the bytes that it must move at least;
 * products, by every way to form them, and attention in operations per second. All in one run, so
 * that clocks and load weigh alike.
 */
public final class CudaBench implements Benchmark {

    private static final long WARM_UP_NANOS = 100_000_000L;
    private static final int REPEATS = 5;
    private static final long SAMPLE_NANOS = 100_000_000L;
    private static final int CALLS_AT_ONCE = 8;

    private final Optional<TensorBackend> backend;
    private final DeviceCases.Sizes sizes;

    /** Of the kernels on the class path, at the sizes of a model of half a billion weights. */
    public CudaBench() {
        this(
                TensorBackend.all().stream()
                        .filter(found -> found.name().equals("cuda"))
                        .findFirst(),
                DeviceCases.Sizes.LARGE);
    }

    CudaBench(Optional<TensorBackend> backend, DeviceCases.Sizes sizes) {
        this.backend = backend;
        this.sizes = sizes;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "the CUDA kernels on this machine's GPU, as shares of its copy bandwidth";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        if (backend.isEmpty()) {
            progress.accept("the CUDA kernels are not on the class path");
            return List.of();
        }
        return switch (backend.get().look()) {
            case TensorBackend.Finding.Unusable unusable -> {
                progress.accept("nothing is measured: " + unusable.reason());
                yield List.of();
            }
            case TensorBackend.Finding.Usable usable -> {
                progress.accept("measuring on " + usable.device());
                List<Figure> figures = new ArrayList<>();
                try (TensorOps ops = backend.get().open()) {
                    figures.addAll(measure(ops, progress));
                }
                figures.addAll(products(progress));
                yield figures;
            }
        };
    }

    private List<Figure> measure(TensorOps ops, Consumer<String> progress) {
        List<Figure> figures = new ArrayList<>();
        double copyGigabytes = 0;
        for (DeviceCases.Case one : DeviceCases.all(ops, sizes)) {
            double nanos = nanos(ops, one);
            progress.accept("%s: %.1f us".formatted(one.name(), nanos / 1e3));
            switch (one.work()) {
                case DeviceCases.Bytes bytes -> {
                    double gigabytes = bytes.count() / nanos;
                    if (copyGigabytes == 0) {
                        copyGigabytes = gigabytes;
                        figures.add(Figure.of(one.name(), gigabytes, "GB/s"));
                    } else {
                        figures.add(share(one.name(), gigabytes / copyGigabytes, bytes.goal()));
                    }
                }
                case DeviceCases.Operations operations ->
                        figures.add(Figure.of(one.name(), operations.count() / nanos, "GFLOP/s"));
                case DeviceCases.Latency latency ->
                        figures.add(Figure.of(one.name(), nanos / 1e3, latency.unit()));
            }
        }
        return figures;
    }

    /**
     * The rate of one large product by each way to form it that this machine has, and what the
     * processor's bits cost: the rate of the fastest over that of our exact products.
     */
    private List<Figure> products(Consumer<String> progress) {
        List<Figure> figures = new ArrayList<>();
        double exact = 0;
        double fastest = 0;
        for (Products products : Products.values()) {
            Optional<TensorBackend> found = backend.flatMap(one -> one.with(products));
            if (found.isEmpty()) {
                continue;
            }
            if (found.get().look() instanceof TensorBackend.Finding.Unusable unusable) {
                progress.accept("no products by " + products + ": " + unusable.reason());
                continue;
            }
            try (TensorOps ops = found.get().open()) {
                DeviceCases.Case one = DeviceCases.largeProduct(ops, sizes);
                double nanos = nanos(ops, one);
                double rate = ((DeviceCases.Operations) one.work()).count() / nanos;
                progress.accept("%s by %s: %.1f us".formatted(one.name(), products, nanos / 1e3));
                figures.add(Figure.of(one.name() + " by " + products, rate, "GFLOP/s"));
                exact = products == Products.OURS ? rate : exact;
                fastest = Math.max(fastest, rate);
            }
        }
        figures.add(Figure.of("price of the processor's bits in products", fastest / exact, "x"));
        return figures;
    }

    private static Figure share(String name, double share, OptionalDouble goal) {
        return new Figure(name, share, "of copy", goal);
    }

    /** Of one call among several that are queued at once; the download waits for them. */
    private static double nanos(TensorOps ops, DeviceCases.Case one) {
        Tensor last = ops.allocate(1);
        float[] value = new float[1];
        Runnable several =
                () -> {
                    for (int i = 0; i < CALLS_AT_ONCE; i++) {
                        one.call().run();
                    }
                    ops.download(last, value);
                };
        return Timing.medianNanos(several, WARM_UP_NANOS, REPEATS, SAMPLE_NANOS) / CALLS_AT_ONCE;
    }
}
