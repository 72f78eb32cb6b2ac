package org.colloquy.question;

import java.util.List;
import org.colloquy.random.Dice;

/** Word problems: somebody has things, some come, some go, some multiply. */
final class Story {

    static final List<String> PEOPLE = List.of("Ann", "Tom", "Mia", "Sam");
    static final List<String> THINGS = List.of("apples", "coins", "shells", "cards");
    static final List<String> HOLDERS = List.of("boxes", "bags", "jars");

    private static final List<String> GAINS =
            List.of("%s buys %d more.", "%s finds %d more.", "Then %s gets %d more.");
    private static final List<String> LOSSES =
            List.of("%s gives %d away.", "%s loses %d.", "Then %s sells %d.");

    private Story() {}

    static Family.Task roll(int level, Dice dice) {
        String who = dice.pick(PEOPLE);
        String things = dice.pick(THINGS);
        Expression count = Expression.number(dice.between(4, 80));
        StringBuilder text = new StringBuilder(who + " has " + count.value() + " " + things);
        int told = 0;
        if (dice.chance(0.4)) {
            int holders = dice.between(2, 9);
            count = count.then(Operation.TIMES, holders);
            text.append(" in each of ").append(holders).append(' ').append(dice.pick(HOLDERS));
            told = 1;
        }
        text.append('.');
        for (; told < level; told++) {
            count = event(count, level - told, who, text, dice);
        }
        text.append(" How many ").append(things).append(" does ").append(who).append(" have?");
        return new Family.Task(text.toString(), count);
    }

    private static Expression event(
            Expression count, int left, String who, StringBuilder text, Dice dice) {
        int kind = dice.between(0, 9);
        if (kind < 4) {
            int more = Family.more(count.value(), left, dice);
            text.append(' ').append(sentence(dice.pick(GAINS), who, more));
            return count.then(Operation.PLUS, more);
        }
        if (kind < 8) {
            int fewer = Family.fewer(count.value(), left, dice);
            text.append(' ').append(sentence(dice.pick(LOSSES), who, fewer));
            return count.then(Operation.MINUS, fewer);
        }
        int factor = dice.between(2, 9);
        text.append(" Then ")
                .append(who)
                .append(" makes it ")
                .append(factor)
                .append(" times as many.");
        return count.then(Operation.TIMES, factor);
    }

    private static String sentence(String template, String who, int number) {
        return template.replace("%s", who).replace("%d", Integer.toString(number));
    }
}
