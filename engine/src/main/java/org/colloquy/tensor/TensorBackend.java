package org.colloquy.tensor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A way to compute the operations on other hardware than the processor, which {@link ServiceLoader}
 * finds on the class path.
 */
public interface TensorBackend {

    /** By which users choose it, such as {@code cuda}. */
    String name();

    /** What there is to compute on, or why there is nothing. Never throws. */
    Finding look();

    /**
     * Operations on what {@link #look} found; instances share it.
     *
     * @throws IllegalStateException if there is nothing to compute on, with the reason
     */
    TensorOps open();

    /**
     * The same device with other matrix products.
     *
     * @return empty if this backend has one kind of products only
     */
    default Optional<TensorBackend> with(Products products) {
        return products == Products.OURS ? Optional.of(this) : Optional.empty();
    }

    /**
     * How matrix products are formed. All but the first leave the contract of {@link TensorOps}.
     */
    enum Products {
        /** As the contract says: the bits of the processor. */
        OURS,
        /** Our kernels on tensor cores, inputs rounded to TF32. */
        TF32,
        /** Our kernels on tensor cores, inputs rounded to bfloat16. */
        BF16,
        /** As BF16; in training logits, too, are held in bfloat16. */
        BF16_LOGITS,
        /** NVIDIA's library on tensor cores, by TF32. */
        CUBLAS;

        /** As users write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a look at the machine found. */
    sealed interface Finding {

        /** A device that can be used, in words. */
        record Usable(String device) implements Finding {}

        /** No device, and why. */
        record Unusable(String reason) implements Finding {}
    }

    /** All on the class path. */
    static List<TensorBackend> all() {
        return ServiceLoader.load(TensorBackend.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
