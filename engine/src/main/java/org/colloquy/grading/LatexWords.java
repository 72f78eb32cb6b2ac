package org.colloquy.grading;

import java.util.Map;
import java.util.Set;

/** The names that LaTeX and plain mathematics are written in, and what they mean to us. */
final class LatexWords {

    /** Functions of one argument that may stand before it without brackets. */
    static final Set<String> FUNCTIONS =
            Set.of(
                    ("sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp"
                                    + " asin acos atan")
                            .split(" "));

    /** Commands that change how things look, not what they are. */
    static final Set<String> LAYOUT =
            Set.of(
                    ("left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle"
                                    + " displaystyle textstyle scriptstyle limits nolimits quad"
                                    + " qquad thinspace rm bf it mathbf mathit boldsymbol bm vec"
                                    + " hat tilde mathcal mathsf overrightarrow angle triangle"
                                    + " boxed fbox ensuremath star hline implies"
                                    + " Rightarrow therefore because enspace hfill nonumber")
                            .split(" "));

    /** Commands whose braces hold prose. */
    static final Set<String> PROSE =
            Set.of(
                    ("text mbox textbf textrm textit textnormal mathrm operatorname texttt hbox"
                                    + " textsf emph")
                            .split(" "));

    /** Commands whose braces are to be forgotten. */
    static final Set<String> FORGOTTEN = Set.of("hspace", "vspace", "phantom", "label", "tag");

    /** Other names of what there is. */
    static final Map<String, String> SYNONYMS =
            Map.ofEntries(
                    Map.entry("dfrac", "frac"),
                    Map.entry("tfrac", "frac"),
                    Map.entry("cfrac", "frac"),
                    Map.entry("dbinom", "binom"),
                    Map.entry("tbinom", "binom"),
                    Map.entry("arcsin", "asin"),
                    Map.entry("arccos", "acos"),
                    Map.entry("arctan", "atan"),
                    Map.entry("lg", "log"),
                    Map.entry("overline", "bar"),
                    Map.entry("degree", "circ"),
                    Map.entry("infin", "infty"),
                    Map.entry("inf", "infty"),
                    Map.entry("infinity", "infty"),
                    Map.entry("varepsilon", "epsilon"),
                    Map.entry("varphi", "phi"),
                    Map.entry("vartheta", "theta"),
                    Map.entry("varnothing", "emptyset"));

    /** Commands and characters that are one sign. */
    static final Map<String, String> SIGNS =
            Map.ofEntries(
                    Map.entry("cdot", "*"),
                    Map.entry("times", "*"),
                    Map.entry("ast", "*"),
                    Map.entry("div", "/"),
                    Map.entry("pm", "+-"),
                    Map.entry("mp", "-+"),
                    Map.entry("le", "<="),
                    Map.entry("leq", "<="),
                    Map.entry("leqslant", "<="),
                    Map.entry("ge", ">="),
                    Map.entry("geq", ">="),
                    Map.entry("geqslant", ">="),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("ne", "!="),
                    Map.entry("neq", "!="),
                    Map.entry("approx", "~"),
                    Map.entry("simeq", "~"),
                    Map.entry("sim", "~"),
                    Map.entry("in", "in"),
                    Map.entry("cup", "cup"),
                    Map.entry("cap", "cap"),
                    Map.entry("setminus", "setminus"),
                    Map.entry("backslash", "setminus"),
                    Map.entry("lvert", "|"),
                    Map.entry("rvert", "|"),
                    Map.entry("vert", "|"),
                    Map.entry("lbrace", "\\{"),
                    Map.entry("rbrace", "\\}"),
                    Map.entry("lbrack", "["),
                    Map.entry("rbrack", "]"),
                    Map.entry("langle", "("),
                    Map.entry("rangle", ")"),
                    Map.entry("circ", "deg"),
                    Map.entry("prime", "'"),
                    Map.entry("colon", ":"),
                    Map.entry("land", ","),
                    Map.entry("lor", ","),
                    Map.entry("wedge", ","),
                    Map.entry("vee", ","),
                    Map.entry("cr", "\\\\"));

    /** Characters beyond ASCII, and the LaTeX for them. */
    static final Map<Character, String> CHARACTERS =
            Map.ofEntries(
                    Map.entry('\u2212', "-"),
                    Map.entry('\u2013', "-"),
                    Map.entry('\u00d7', "*"),
                    Map.entry('\u00b7', "*"),
                    Map.entry('\u22c5', "*"),
                    Map.entry('\u00f7', "/"),
                    Map.entry('\u2044', "/"),
                    Map.entry('\u221a', "\\sqrt "),
                    Map.entry('\u03c0', "\\pi "),
                    Map.entry('\u03b8', "\\theta "),
                    Map.entry('\u03b1', "\\alpha "),
                    Map.entry('\u03b2', "\\beta "),
                    Map.entry('\u03bb', "\\lambda "),
                    Map.entry('\u221e', "\\infty "),
                    Map.entry('\u2264', "\\leq "),
                    Map.entry('\u2265', "\\geq "),
                    Map.entry('\u2260', "\\neq "),
                    Map.entry('\u222a', "\\cup "),
                    Map.entry('\u2229', "\\cap "),
                    Map.entry('\u2208', "\\in "),
                    Map.entry('\u2205', "\\emptyset "),
                    Map.entry('\u211d', "\\mathbb{R}"),
                    Map.entry('\u2248', "\\approx "),
                    Map.entry('\u20ac', " "),
                    Map.entry('\u00a3', " "),
                    Map.entry('\u00b0', "^\\circ "),
                    Map.entry('\u00b1', "\\pm "),
                    Map.entry('\u00b2', "^2 "),
                    Map.entry('\u00b3', "^3 "),
                    Map.entry('\u00bd', "\\frac12 "),
                    Map.entry('\u00bc', "\\frac14 "),
                    Map.entry('\u00be', "\\frac34 "),
                    Map.entry('\u00a0', " "),
                    Map.entry('\u202f', " "),
                    Map.entry('\u2009', " "));

    /** Short words that are units; longer words are prose anyway. */
    static final Set<String> UNITS =
            Set.of(
                    ("cm mm km ft kg mg lb lbs oz mi ml hr hrs min sec ms mph kph deg yd am pm pct"
                                    + " inch inches feet foot miles mile meter meters units unit"
                                    + " cents cent USD way ways day days hour year sq cu rad m/s")
                            .split(" "));

    /** Plain words that are commands without their backslash. */
    static final Set<String> PLAIN_COMMANDS =
            Set.of(
                    ("sqrt pi infty infinity inf alpha beta gamma delta theta lambda sigma omega"
                                    + " phi frac emptyset")
                            .split(" "));

    private LatexWords() {}
}
