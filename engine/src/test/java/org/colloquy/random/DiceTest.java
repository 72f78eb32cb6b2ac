package org.colloquy.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiceTest {

    @Test
    void facesComeEquallyOftenAndInTheSameOrderAgain() {
        int[] faces = new int[6];
        Dice dice = new Dice(7);
        Dice again = new Dice(7);
        for (int i = 0; i < 6000; i++) {
            int face = dice.between(10, 15);
            assertEquals(face, again.between(10, 15));
            faces[face - 10]++;
        }
        for (int count : faces) {
            assertEquals(1000, count, 150);
        }
    }

    @Test
    void sharesAreKeptAndTheRestIsTheLast() {
        int[] counts = new int[3];
        Dice dice = new Dice(8);
        for (int i = 0; i < 10_000; i++) {
            counts[dice.share(List.of(0.2, 0.5))]++;
        }
        assertEquals(2000, counts[0], 200);
        assertEquals(5000, counts[1], 200);
        assertEquals(3000, counts[2], 200);
    }
}
