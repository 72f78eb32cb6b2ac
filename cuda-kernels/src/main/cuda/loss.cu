// Losses over rows of logits (T, V), half a warp for each row. References: ScalarSoftmax, PolicyRow.
#include "device.cuh"

struct Softmax {
    float max;
    float logSum;
    float inverseSum;
    float entropy;
};

/** Of one row z (V) times the inverse temperature. Three passes: max; sums; the caller's. */
DEVICE Softmax softmaxOf(const float* z, int v, float inverseTemperature, unsigned mask) {
    float max = __int_as_float(0xff800000);
    for (int i = laneOfRow(); i < v; i += LANES) {
        max = larger(max, z[i] * inverseTemperature);
    }
    max = foldLarger(max, mask);
    float sum = 0.0f;
    float product = 0.0f;
    for (int i = laneOfRow(); i < v; i += LANES) {
        float shifted = z[i] * inverseTemperature - max;
        float term = expOf(shifted);
        sum += term;
        product = fmaf(term, shifted, product);
    }
    sum = fold(sum, mask);
    product = fold(product, mask);
    float logSum = logOf(sum);
    float inverseSum = 1.0f / sum;
    return {max, logSum, inverseSum, logSum - product * inverseSum};
}

/** out (T): log of softmax(logits * inverseTemperature) at targets (T). */
KERNEL log_probs(
        float* out,
        const float* logits,
        const int* targets,
        float inverseTemperature,
        int t,
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    const float* z = logits + static_cast<long long>(row) * v;
    Softmax softmax = softmaxOf(z, v, inverseTemperature, maskOfRow());
    if (laneOfRow() == 0) {
        float shifted = z[targets[row]] * inverseTemperature - softmax.max;
        out[row] = shifted - softmax.logSum;
    }
}

/** losses (T) = -log softmax(logits)[targets] * weights, logits become weights (softmax - one-hot). */
KERNEL cross_entropy(
        float* losses,
        float* logits,
        const int* targets,
        const float* weights,
        int t,
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    float* z = logits + static_cast<long long>(row) * v;
    float weight = weights[row];
    if (weight == 0.0f) {
        for (int i = laneOfRow(); i < v; i += LANES) {
            z[i] = 0.0f;
        }
        if (laneOfRow() == 0) losses[row] = 0.0f;
        return;
    }
    int target = targets[row];
    Softmax softmax = softmaxOf(z, v, 1.0f, maskOfRow());
    if (laneOfRow() == 0) {
        losses[row] = -(z[target] - softmax.max - softmax.logSum) * weight;
    }
    __syncwarp(maskOfRow());
    for (int i = laneOfRow(); i < v; i += LANES) {
        float p = expOf(z[i] - softmax.max) * softmax.inverseSum;
        z[i] = weight * (p - (i == target ? 1.0f : 0.0f));
    }
}

/** PolicyRule: what all tokens share. */
struct Rule {
    float inverseTemperature;
    float ratioLow;
    float ratioHigh;
    float dualClip;
    float kl;
    float entropy;
    int estimator;  // 0, 1, 2 for K1, K2, K3
};

/** The columns of the measures: PolicyMeasure. */
constexpr int MEASURES = 8;

DEVICE float divergence(int estimator, float d) {
    return estimator == 0 ? d : estimator == 1 ? 0.5f * d * d : expOf(-d) - 1.0f + d;
}

DEVICE float divergenceSlope(int estimator, float d) {
    return estimator == 0 ? 1.0f : estimator == 1 ? d : 1.0f - expOf(-d);
}

/** Fills one row of the measures; returns the slope of the loss by the log-probability. */
DEVICE float measureOf(
        float* row,
        const Rule& rule,
        float logProb,
        float entropy,
        float ratio,
        float advantage,
        float weight,
        bool hasReference,
        float reference) {
    bool low = advantage < 0.0f && ratio < rule.ratioLow;
    bool high = advantage > 0.0f && ratio > rule.ratioHigh;
    bool dual = advantage < 0.0f && ratio > rule.dualClip;
    float bounded = low ? rule.ratioLow : high ? rule.ratioHigh : ratio;
    float objective = (dual ? rule.dualClip : bounded) * advantage;
    float slope = low || high || dual ? 0.0f : -objective;
    float loss = -objective;
    float kl = 0.0f;
    if (hasReference) {
        float d = logProb - reference;
        kl = divergence(rule.estimator, d);
        loss += rule.kl * kl;
        slope += rule.kl * divergenceSlope(rule.estimator, d);
    }
    loss -= rule.entropy * entropy;
    if (laneOfRow() == 0) {
        row[0] = weight * loss;
        row[1] = logProb;
        row[2] = ratio;
        row[3] = low ? 1.0f : 0.0f;
        row[4] = high ? 1.0f : 0.0f;
        row[5] = dual ? 1.0f : 0.0f;
        row[6] = kl;
        row[7] = entropy;
    }
    return slope;
}

/**
 * The clipped policy-gradient loss: measures (T, 8) are set and logits (T, V) become gradients.
 * tokens has the columns behaviour, advantages, weights, log-ratios, references, each (T), the last
 * two only where hasRatios and hasReference say so (1 or 0); offPolicy (T) is 1 or 0.
 */
KERNEL policy_loss(
        float* measures,
        float* logits,
        const int* targets,
        const int* offPolicy,
        const float* tokens,
        int hasRatios,
        int hasReference,
        float inverseTemperature,
        float ratioLow,
        float ratioHigh,
        float dualClip,
        float kl,
        float entropyBonus,
        int estimator,
        int t,
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    Rule rule = {inverseTemperature, ratioLow, ratioHigh, dualClip, kl, entropyBonus, estimator};
    float* z = logits + static_cast<long long>(row) * v;
    unsigned mask = maskOfRow();
    Softmax softmax = softmaxOf(z, v, inverseTemperature, mask);
    int target = targets[row];
    bool foreign = offPolicy[row] != 0;
    float logProb = z[target] * inverseTemperature - softmax.max - softmax.logSum;
    float weight = tokens[2 * t + row];
    float logRatio = hasRatios != 0 ? tokens[3 * t + row] : logProb - tokens[row];
    float ratio = foreign ? 1.0f : expOf(logRatio);
    bool compared = hasReference != 0 && !foreign;
    float reference = compared ? tokens[(hasRatios != 0 ? 4 : 3) * t + row] : 0.0f;
    float slope = measureOf(measures + row * MEASURES, rule, logProb, softmax.entropy, ratio,
            tokens[t + row], weight, compared, reference);
    float scale = weight * inverseTemperature;
    float pull = scale * slope;
    float push = scale * entropyBonus;
    __syncwarp(mask);
    for (int i = laneOfRow(); i < v; i += LANES) {
        float shifted = z[i] * inverseTemperature - softmax.max;
        float p = expOf(shifted) * softmax.inverseSum;
        float d = pull * ((i == target ? 1.0f : 0.0f) - p);
        float spread = p * (shifted - softmax.logSum + softmax.entropy);
        z[i] = push == 0.0f ? d : d + push * spread;
    }
}
