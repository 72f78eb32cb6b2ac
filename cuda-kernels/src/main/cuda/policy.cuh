// The clipped policy-gradient loss of one token, given its row's softmax. References: PolicyRow,
// ScalarSoftmax.
#pragma once
#include "device.cuh"

struct Softmax {
    float max;
    float logSum;
    float inverseSum;
    float entropy;
};

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

/** What a row's token brings: see policy_loss. */
struct Token {
    int target;
    bool foreign;
    float behaviour;
    float advantage;
    float weight;
    bool hasRatio;
    float logRatio;
    bool compared;
    float reference;
};

DEVICE Token tokenOf(
        const int* targets,
        const int* offPolicy,
        const float* tokens,
        int hasRatios,
        int hasReference,
        int t,
        int row) {
    bool foreign = offPolicy[row] != 0;
    bool compared = hasReference != 0 && !foreign;
    return {
            targets[row],
            foreign,
            tokens[row],
            tokens[t + row],
            tokens[2 * t + row],
            hasRatios != 0,
            hasRatios != 0 ? tokens[3 * t + row] : 0.0f,
            compared,
            compared ? tokens[(hasRatios != 0 ? 4 : 3) * t + row] : 0.0f};
}

/** Fills the row's measures; returns the slope of its loss. */
DEVICE float lossOf(
        float* measures, const Rule& rule, const Token& token, float logProb, float entropy) {
    float logRatio = token.hasRatio ? token.logRatio : logProb - token.behaviour;
    float ratio = token.foreign ? 1.0f : expOf(logRatio);
    return measureOf(measures, rule, logProb, entropy, ratio, token.advantage, token.weight,
            token.compared, token.reference);
}

/** The gradient of one logit, which is `shifted` less the row's max. */
DEVICE float slopeOf(
        const Softmax& softmax, float shifted, bool isTarget, float pull, float push) {
    float p = expOf(shifted) * softmax.inverseSum;
    float d = pull * ((isTarget ? 1.0f : 0.0f) - p);
    float spread = p * (shifted - softmax.logSum + softmax.entropy);
    return push == 0.0f ? d : d + push * spread;
}
