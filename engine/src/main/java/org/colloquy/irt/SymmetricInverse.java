package org.colloquy.irt;

/** Inverts symmetric positive definite matrices by Cholesky's decomposition. */
final class SymmetricInverse {

    private SymmetricInverse() {}

    /** The inverse's diagonal; infinite where the matrix is singular. */
    static double[] diagonal(double[][] matrix) {
        int size = matrix.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] =
                        i == j ? StrictMath.sqrt(StrictMath.max(sum, 1e-300)) : sum / lower[j][j];
            }
        }
        double[] diagonal = new double[size];
        double[] column = new double[size];
        for (int unit = 0; unit < size; unit++) {
            for (int i = unit; i < size; i++) {
                double sum = i == unit ? 1 : 0;
                for (int k = unit; k < i; k++) {
                    sum -= lower[i][k] * column[k];
                }
                column[i] = sum / lower[i][i];
                diagonal[unit] += column[i] * column[i];
            }
        }
        return diagonal;
    }
}
