package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most fused multiply-adds that this machine does from registers: what the shares of the other
 * benchmarks are shares of.
 */
public final class FmaPeak {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int ROUNDS = 4_000_000;
    private static final int REPEATS = 5;
    private static final int CHAINS = 12;

    private FmaPeak() {}

    /** Best of several runs on so many threads at once, in GFLOP/s, two a multiply-add and lane. */
    public static double gigaflops(int threads) {
        double best = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            List<CompletableFuture<Float>> others = new ArrayList<>();
            long start = System.nanoTime();
            for (int thread = 1; thread < threads; thread++) {
                others.add(CompletableFuture.supplyAsync(() -> chains(ROUNDS)));
            }
            float sink = chains(ROUNDS);
            for (CompletableFuture<Float> other : others) {
                sink += other.join();
            }
            long nanos = System.nanoTime() - start;
            if (Float.isNaN(sink)) {
                throw new IllegalStateException("the multiply-add loop ran into NaN");
            }
            best = Math.max(best, 2.0 * SPECIES.length() * CHAINS * ROUNDS * threads / nanos);
        }
        return best;
    }

    /** Twelve chains at once hide the latency of one. */
    private static float chains(int rounds) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector term = FloatVector.broadcast(SPECIES, 1f);
        FloatVector a = term;
        FloatVector b = term;
        FloatVector c = term;
        FloatVector d = term;
        FloatVector e = term;
        FloatVector f = term;
        FloatVector g = term;
        FloatVector h = term;
        FloatVector i = term;
        FloatVector j = term;
        FloatVector k = term;
        FloatVector l = term;
        for (int round = 0; round < rounds; round++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
            i = i.fma(factor, term);
            j = j.fma(factor, term);
            k = k.fma(factor, term);
            l = l.fma(factor, term);
        }
        FloatVector sum = a.add(b).add(c).add(d).add(e).add(f);
        return sum.add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }
}
