package org.colloquy.grading;

import java.util.List;
import java.util.Map;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Grid;
import org.colloquy.grading.Term.Num;
import org.colloquy.grading.Term.Sym;

/**
 * The value of a term at a point.
 *
 * @param point the values of symbols
 * @param real whether roots and logarithms of negative numbers are undefined, odd roots real
 */
record NumericValue(Map<String, Double> point, boolean real) {

    private static final double DEGREE = StrictMath.PI / 180;
    private static final int MAX_FACTORIAL = 170;

    /** Undefined where it has no value, or is no single number. */
    Complex of(Term term) {
        return switch (term) {
            case Num number -> Complex.real(number.value().toDouble());
            case Sym symbol -> symbol(symbol.name());
            case Apply call -> call(call);
            case Term.Words words -> Complex.UNDEFINED;
            case Term.Row row -> Complex.UNDEFINED;
            case Term.Union union -> Complex.UNDEFINED;
            case Grid grid -> Complex.UNDEFINED;
            case Term.Chain chain -> Complex.UNDEFINED;
        };
    }

    private Complex symbol(String name) {
        return switch (name) {
            case "pi" -> Complex.real(StrictMath.PI);
            case "e" -> Complex.real(StrictMath.E);
            case "i" -> Complex.I;
            default -> Complex.real(point.getOrDefault(name, Double.NaN));
        };
    }

    private Complex call(Apply call) {
        if (call.function().equals("det") && call.arguments().getFirst() instanceof Grid grid) {
            return determinant(grid);
        }
        List<Complex> values = call.arguments().stream().map(this::of).toList();
        Complex first = values.getFirst();
        return values.stream().allMatch(Complex::finite)
                ? switch (call.function()) {
                    case "+" -> values.stream().reduce(Complex.real(0), Complex::plus);
                    case "*" -> values.stream().reduce(Complex.ONE, Complex::times);
                    case "/" -> first.over(values.get(1));
                    case "^" -> power(first, values.get(1), call.arguments().get(1));
                    case "root" -> root(first, values.get(1));
                    case "logbase" -> log(first).over(log(values.get(1)));
                    case "binom" -> binomial(first, values.get(1));
                    default -> function(call.function(), first);
                }
                : Complex.UNDEFINED;
    }

    private Complex function(String name, Complex of) {
        return switch (name) {
            case "neg" -> of.negate();
            case "sqrt" -> real && of.re() < 0 ? Complex.UNDEFINED : of.sqrt();
            case "abs" -> Complex.real(of.abs());
            case "floor" -> Complex.real(StrictMath.floor(of.re()));
            case "ceil" -> Complex.real(StrictMath.ceil(of.re()));
            case "deg" -> of.times(Complex.real(DEGREE));
            case "percent" -> of.over(Complex.real(100));
            case "exp" -> of.exp();
            case "ln", "log" -> log(of);
            case "sin" -> of.sin();
            case "cos" -> of.cos();
            case "tan" -> of.sin().over(of.cos());
            case "cot" -> of.cos().over(of.sin());
            case "sec" -> Complex.ONE.over(of.cos());
            case "csc" -> Complex.ONE.over(of.sin());
            case "asin" -> onReals(of, StrictMath.asin(of.re()));
            case "acos" -> onReals(of, StrictMath.acos(of.re()));
            case "atan" -> onReals(of, StrictMath.atan(of.re()));
            case "sinh" -> onReals(of, StrictMath.sinh(of.re()));
            case "cosh" -> onReals(of, StrictMath.cosh(of.re()));
            case "tanh" -> onReals(of, StrictMath.tanh(of.re()));
            case "fact" -> onReals(of, gamma(of.re() + 1));
            default -> Complex.UNDEFINED;
        };
    }

    private static Complex onReals(Complex of, double value) {
        return of.im() == 0 ? Complex.real(value) : Complex.UNDEFINED;
    }

    private Complex log(Complex of) {
        return real && of.re() <= 0 ? Complex.UNDEFINED : of.log();
    }

    private Complex power(Complex base, Complex exponent, Term written) {
        boolean whole = exponent.im() == 0 && exponent.re() == StrictMath.rint(exponent.re());
        if (!real || whole || base.re() >= 0 || base.im() != 0) {
            return base.pow(exponent);
        }
        boolean oddRoot =
                ExactValue.of(written).filter(value -> value.under().testBit(0)).isPresent();
        if (!oddRoot) {
            return Complex.UNDEFINED;
        }
        boolean negative = ExactValue.of(written).orElse(Rational.ONE).over().testBit(0);
        double size = StrictMath.pow(-base.re(), exponent.re());
        return Complex.real(negative ? -size : size);
    }

    private Complex root(Complex of, Complex degree) {
        boolean odd = degree.im() == 0 && StrictMath.abs(degree.re() % 2) == 1;
        if (real && of.re() < 0) {
            return odd
                    ? Complex.real(-StrictMath.pow(-of.re(), 1 / degree.re()))
                    : Complex.UNDEFINED;
        }
        return of.pow(Complex.ONE.over(degree));
    }

    private static Complex binomial(Complex n, Complex k) {
        double value = gamma(n.re() + 1) / (gamma(k.re() + 1) * gamma(n.re() - k.re() + 1));
        return n.im() == 0 && k.im() == 0 ? Complex.real(value) : Complex.UNDEFINED;
    }

    /** Of positive numbers: exact for small whole ones, else Stirling's series after a shift. */
    private static double gamma(double x) {
        if (!(x > 0) || x > MAX_FACTORIAL + 1) {
            return Double.NaN;
        }
        if (x == StrictMath.rint(x)) {
            double product = 1;
            for (int factor = 2; factor < x; factor++) {
                product *= factor;
            }
            return product;
        }
        double shift = 1;
        double high = x;
        while (high < 12) {
            shift *= high;
            high++;
        }
        double inverse = 1 / (high * high);
        double series =
                (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / high;
        double log =
                (high - 0.5) * StrictMath.log(high)
                        - high
                        + 0.5 * StrictMath.log(2 * StrictMath.PI)
                        + series;
        return StrictMath.exp(log) / shift;
    }

    /** Of matrices up to three by three. */
    private Complex determinant(Grid grid) {
        int size = grid.rows().size();
        if (size > 3 || grid.rows().stream().anyMatch(row -> row.size() != size)) {
            return Complex.UNDEFINED;
        }
        Complex[][] cells =
                grid.rows().stream()
                        .map(row -> row.stream().map(this::of).toArray(Complex[]::new))
                        .toArray(Complex[][]::new);
        return switch (size) {
            case 1 -> cells[0][0];
            case 2 -> minor(cells, 0, 1, 0, 1);
            default ->
                    cells[2][0]
                            .times(minor(cells, 0, 1, 1, 2))
                            .minus(cells[2][1].times(minor(cells, 0, 1, 0, 2)))
                            .plus(cells[2][2].times(minor(cells, 0, 1, 0, 1)));
        };
    }

    private static Complex minor(Complex[][] cells, int up, int down, int left, int right) {
        return cells[up][left]
                .times(cells[down][right])
                .minus(cells[up][right].times(cells[down][left]));
    }
}
