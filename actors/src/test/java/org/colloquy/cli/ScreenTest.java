package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ScreenTest {

    private static Screen screen(boolean unicode) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Screen(nowhere, nowhere, false, false, unicode, 80);
    }

    @Test
    void controlCharactersBecomeVisible() {
        assertEquals(
                "a\\x1b[31mb\\x07\\r\\t\nc\\x7f\\x9b",
                screen(true).safe("a\u001b[31mb\u0007\r\t\nc\u007f\u009b"));
        assertEquals("x\\u{202e}y\\u{200b}", screen(true).safe("x\u202ey\u200b"));
        assertEquals("\\u{d800}", screen(true).safe("\ud800"));
    }

    @Test
    void whatTheEncodingLacksBecomesVisible() {
        assertEquals("caf\u00e9 \ud83d\ude42", screen(true).safe("caf\u00e9 \ud83d\ude42"));
        assertEquals("caf\\xe9 \\u{1f642}", screen(false).safe("caf\u00e9 \ud83d\ude42"));
        assertEquals("+", screen(false).mark(true));
    }

    @Test
    void coloursTakeNoRoomWhenTextIsWrapped() {
        Palette palette = new Palette(true);
        String text = palette.bold("one") + " two " + palette.good("three") + " four";
        String wrapped = Paragraph.of("> ", 2, text, 14);
        assertEquals(
                "> " + palette.bold("one") + " two\n  " + palette.good("three") + " four", wrapped);
        assertEquals("> one two three four", Paragraph.of("> ", 2, "one two three four", 0));
    }
}
