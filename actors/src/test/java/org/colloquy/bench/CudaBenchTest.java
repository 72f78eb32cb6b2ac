package org.colloquy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.bench.DeviceCases.Case;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.junit.jupiter.api.Test;

class CudaBenchTest {

    private static final DeviceCases.Sizes SMALL = new DeviceCases.Sizes(64, 16, 8, 16, 32, 3, 64);

    @Test
    void everyCaseRunsAgainAndAgain() {
        try (TensorOps ops = new VectorOps(1)) {
            List<Case> cases = DeviceCases.all(ops, SMALL);
            Set<String> names = new HashSet<>();
            for (Case one : cases) {
                assertTrue(names.add(one.name()), one.name());
                one.call().run();
                one.call().run();
            }
            DeviceCases.largeProduct(ops, SMALL).call().run();
            assertTrue(cases.getFirst().name().startsWith("copy"), cases.getFirst().name());
        }
    }

    @Test
    void saysWhyNothingIsMeasured() {
        TensorBackend none =
                new TensorBackend() {
                    @Override
                    public String name() {
                        return "cuda";
                    }

                    @Override
                    public Finding look() {
                        return new Finding.Unusable("it is not there");
                    }

                    @Override
                    public TensorOps open() {
                        throw new IllegalStateException();
                    }
                };
        List<String> said = new ArrayList<>();
        assertEquals(List.of(), new CudaBench(Optional.of(none), SMALL).run(said::add));
        assertEquals(List.of("nothing is measured: it is not there"), said);
    }
}
