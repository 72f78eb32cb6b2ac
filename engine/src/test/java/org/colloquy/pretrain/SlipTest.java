package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.colloquy.question.Operation;
import org.colloquy.question.Question.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipTest {

    @ParameterizedTest
    @CsvSource({
        "FORGOTTEN_CARRY, 23, times, 4, 82",
        "FORGOTTEN_CARRY, 4, times, 23, 82",
        "FORGOTTEN_CARRY, 47, times, 3, 121",
        "FORGOTTEN_CARRY, 123, times, 7, 741",
        "FORGOTTEN_CARRY, 21, times, 4, 84",
        "FORGOTTEN_CARRY, 8, times, 9, 72",
        "FORGOTTEN_CARRY, 52, minus, 38, 14",
        "FORGOTTEN_BORROW, 52, minus, 38, 26",
        "FORGOTTEN_BORROW, 500, minus, 123, 423",
        "FORGOTTEN_BORROW, 58, minus, 32, 26",
        "FORGOTTEN_BORROW, 104, minus, 96, 192",
        "FORGOTTEN_BORROW, 23, times, 4, 92",
        "FORGOTTEN_CARRY, 47, plus, 38, 75",
        "FORGOTTEN_CARRY, 58, plus, 7, 55",
        "FORGOTTEN_CARRY, 41, plus, 38, 79",
        "FORGOTTEN_BORROW, 47, plus, 38, 85",
    })
    void slipsAsAPupilDoes(Slip slip, int left, String word, int right, int slipped) {
        int result = Operation.ofWord(word).orElseThrow().apply(left, right);
        assertEquals(slipped, slip.result(new Step(left, word, right, result)));
    }

    @Test
    void aSlippedResultStaysInBounds() {
        for (int left = 0; left <= 999; left++) {
            for (int right = 0; right <= left; right++) {
                Step minus = new Step(left, "minus", right, left - right);
                int slipped = Slip.FORGOTTEN_BORROW.result(minus);
                assertTrue(slipped >= minus.result() && slipped <= 999, minus.toString());
            }
            for (int right = 0; right <= 9; right++) {
                Step times = new Step(left, "times", right, left * right);
                int slipped = Slip.FORGOTTEN_CARRY.result(times);
                assertTrue(slipped >= 0 && slipped <= times.result(), times.toString());
            }
        }
    }
}
