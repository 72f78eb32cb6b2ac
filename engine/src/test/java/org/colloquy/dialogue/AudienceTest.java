package org.colloquy.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceTest {

    @Test
    void allAndRing() {
        assertEquals(List.of(List.of(1, 2), List.of(0, 2), List.of(0, 1)), Audience.all(3));
        assertEquals(List.of(List.of(2), List.of(0), List.of(1)), Audience.ring(3));
        assertEquals(List.of(List.of()), Audience.all(1));
        assertEquals(List.of(List.of()), Audience.ring(1));
    }

    @Test
    void randomPeersAreDistinctOthersInOrderFixedByTheKey() {
        for (int index = 0; index < 200; index++) {
            List<List<Integer>> peers = Audience.random(9, 4, Casts.key(index));
            for (int agent = 0; agent < 9; agent++) {
                List<Integer> heard = peers.get(agent);
                assertEquals(4, heard.stream().distinct().count());
                assertEquals(heard.stream().sorted().toList(), heard);
                assertFalse(heard.contains(agent));
                assertTrue(heard.stream().allMatch(peer -> peer >= 0 && peer < 9));
            }
            assertEquals(peers, Audience.random(9, 4, Casts.key(index)));
        }
        assertNotEquals(Audience.random(9, 4, Casts.key(1)), Audience.random(9, 4, Casts.key(2)));
    }

    @Test
    void everybodyIsHeardAboutEquallyOften() {
        int[] heard = new int[6];
        for (int index = 0; index < 2000; index++) {
            Audience.random(6, 2, Casts.key(index)).forEach(list -> list.forEach(i -> heard[i]++));
        }
        IntStream.of(heard).forEach(count -> assertEquals(4000, count, 250));
    }

    @Test
    void moreThanThereAreIsAll() {
        assertEquals(Audience.all(3), Audience.random(3, 7, 1));
    }
}
