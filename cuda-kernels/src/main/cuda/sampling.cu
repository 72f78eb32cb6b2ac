// Draws of tokens from rows of logits (T, V), a block for each row. Reference: TokenDraw. Sums of
// masses are integers, so any order of them gives the reference's token.
#include "blocks.cuh"

constexpr int DRAW_THREADS = 32 * WARPS;
constexpr int DRAW_FIELDS = 4;
constexpr int DRAW_CHUNK = 2048;
constexpr int DIGITS = 256;
constexpr int DAMAGED = -1;
constexpr float UNITS = 17592186044416.0f;  // 2^44

/** A row's draw. */
struct Draw {
    float inverse;
    bool greedy;
    int topK;  // 0 for all
    double topP;
    double minP;
    wide bits;
};

/** The masses of a row's tokens by their share of the likeliest one's probability. */
struct Masses {
    const float* z;
    float highest;
    float inverse;

    __device__ __forceinline__ float of(int i) const { return expOf((z[i] - highest) * inverse); }
};

DEVICE wide unitsOf(float mass) { return mass > 0.0f ? static_cast<wide>(mass * UNITS) : 0; }

DEVICE unsigned keyOf(float mass) { return static_cast<unsigned>(__float_as_int(mass)); }

/** What is kept: all with a greater key, and those with this one up to the id `last`. */
struct Cut {
    unsigned key;
    int last;

    __device__ __forceinline__ bool keeps(unsigned other, int i) const {
        return other > key || (other == key && i <= last);
    }
};

/** A key at which a sum over the tokens in descending order of keys reaches a goal. */
struct Level {
    unsigned key;
    wide above;  // the sum over greater keys
};

/** Shared memory of a draw. */
struct Desk {
    Meeting meeting;
    wide digits[DIGITS];
    Level level;
    float terms[2][DRAW_CHUNK];
};

/**
 * The greatest key such that the weights of all keys from it upwards reach `goal`, digit by digit
 * from the highest. The sum of all weights must reach the goal. Keys below `least` are left out.
 */
template <class Weight>
DEVICE Level levelOf(
        const Masses& masses, int v, unsigned least, wide goal, const Weight& weight, Desk& desk) {
    if (threadIdx.x == 0) desk.level = {0, 0};
    for (int shift = 24; shift >= 0; shift -= 8) {
        for (int i = threadIdx.x; i < DIGITS; i += DRAW_THREADS) {
            desk.digits[i] = 0;
        }
        __syncthreads();
        unsigned prefix = desk.level.key;
        unsigned known = shift == 24 ? 0 : ~0u << (shift + 8);
        for (int i = threadIdx.x; i < v; i += DRAW_THREADS) {
            float mass = masses.of(i);
            unsigned key = keyOf(mass);
            wide units = unitsOf(mass);
            if (units > 0 && key >= least && (key & known) == prefix) {
                atomicAdd(&desk.digits[key >> shift & (DIGITS - 1)], weight(units));
            }
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            wide above = desk.level.above;
            int digit = DIGITS - 1;
            while (digit > 0 && above + desk.digits[digit] < goal) {
                above += desk.digits[digit--];
            }
            unsigned key = prefix | static_cast<unsigned>(digit) << shift;
            desk.level = {key, above};
        }
        __syncthreads();
    }
    Level found = desk.level;
    __syncthreads();
    return found;
}

struct One {
    __device__ __forceinline__ wide operator()(wide) const { return 1; }
};

struct Same {
    __device__ __forceinline__ wide operator()(wide units) const { return units; }
};

/** The cut that keeps what is above a level and the first `ties` of those at it. */
DEVICE Cut cutAt(const Masses& masses, int v, const Level& level, wide ties, Desk& desk) {
    auto isTie = [&](int i) -> wide { return keyOf(masses.of(i)) == level.key ? 1 : 0; };
    return {level.key, placeOfSum(isTie, v, ties - 1, desk.meeting)};
}

/** Top-k, then top-p of what is left. Masses of no units count as nothing. */
DEVICE Cut likeliest(const Masses& masses, int v, int topK, double topP, Desk& desk) {
    Cut all = {0, v};
    wide count = 0;
    wide total = 0;
    for (int i = threadIdx.x; i < v; i += DRAW_THREADS) {
        wide units = unitsOf(masses.of(i));
        count += units > 0 ? 1 : 0;
        total += units;
    }
    count = sumOfBlock(count, desk.meeting);
    total = sumOfBlock(total, desk.meeting);
    Level level = {0, 0};
    wide ties = 0;
    bool cuts = topK > 0 && static_cast<wide>(topK) < count;
    if (cuts) {
        level = levelOf(masses, v, 0, topK, One{}, desk);
        ties = topK - level.above;
        wide above = 0;
        for (int i = threadIdx.x; i < v; i += DRAW_THREADS) {
            float mass = masses.of(i);
            above += keyOf(mass) > level.key ? unitsOf(mass) : 0;
        }
        total = sumOfBlock(above, desk.meeting)
                + ties * unitsOf(__int_as_float(static_cast<int>(level.key)));
    }
    if (topP < 1.0 && count > 0) {
        double share = ceil(topP * static_cast<double>(static_cast<long long>(total)));
        wide goal = share < 1.0 ? 1 : static_cast<wide>(share);
        goal = goal > total ? total : goal;
        Level sum = levelOf(masses, v, level.key, goal, Same{}, desk);
        wide each = unitsOf(__int_as_float(static_cast<int>(sum.key)));
        wide needed = (goal - sum.above + each - 1) / each;
        bool sameKey = cuts && sum.key == level.key;
        ties = sameKey && ties < needed ? ties : needed;
        level = sum;
        cuts = true;
    }
    return cuts ? cutAt(masses, v, level, ties, desk) : all;
}

/** The token of a row that is not damaged; `first` is its likeliest. */
DEVICE int drawnToken(
        const Masses& masses, int v, const Draw& draw, int first, Desk& desk) {
    if (draw.greedy) return first;
    Cut cut = {0, v};
    if ((draw.topK > 0 && draw.topK < v) || draw.topP < 1.0) {
        cut = likeliest(masses, v, draw.topK, draw.topP, desk);
    }
    auto weight = [&](int i) -> wide {
        float mass = masses.of(i);
        bool kept = cut.keeps(keyOf(mass), i) && !(static_cast<double>(mass) < draw.minP);
        return kept ? unitsOf(mass) : 0;
    };
    wide total = 0;
    for (int i = threadIdx.x; i < v; i += DRAW_THREADS) {
        total += weight(i);
    }
    total = sumOfBlock(total, desk.meeting);
    if (total == 0) return first;
    return placeOfSum(weight, v, __umul64hi(draw.bits, total), desk.meeting);
}

/** exp of a chunk of the row less its max, by all warps but the first. */
DEVICE void bringMasses(float* terms, const float* z, float inverse, float max, int from, int v) {
    int end = from + DRAW_CHUNK < v ? from + DRAW_CHUNK : v;
    for (int i = from + threadIdx.x - warpSize; i < end; i += DRAW_THREADS - warpSize) {
        terms[i - from] = expOf(z[i] * inverse - max);
    }
}

/** log(sum(exp(z * inverse - max))) in the order of the row's lanes, for thread 0. */
DEVICE float logSumOf(
        const float* z, int v, float inverse, float max, float (*terms)[DRAW_CHUNK]) {
    float sum = 0.0f;
    if (threadIdx.x >= warpSize) bringMasses(terms[0], z, inverse, max, 0, v);
    __syncthreads();
    for (int from = 0, turn = 0; from < v; from += DRAW_CHUNK, turn ^= 1) {
        if (threadIdx.x >= warpSize) {
            bringMasses(terms[turn ^ 1], z, inverse, max, from + DRAW_CHUNK, v);
        } else if (threadIdx.x < LANES) {
            int end = from + DRAW_CHUNK < v ? from + DRAW_CHUNK : v;
            for (int i = from + static_cast<int>(threadIdx.x); i < end; i += LANES) {
                sum += terms[turn][i - from];
            }
        }
        __syncthreads();
    }
    if (threadIdx.x < LANES) sum = fold(sum, maskOfRow());
    return logOf(sum);
}

/**
 * tokens (T) and logProbs (T) of logits (T, V). draws (T, 4) has 64-bit fields: the bits of the
 * factor on the logits below top-k (-1 for greedy), those of top-p and of min-p, and random bits.
 */
KERNEL __launch_bounds__(512) sample(
        int* tokens, float* logProbs, const float* logits, const long long* draws, int v) {
    __shared__ Desk desk;
    int row = blockIdx.x;
    const float* z = logits + static_cast<long long>(row) * v;
    const long long* fields = draws + row * DRAW_FIELDS;
    Draw draw = {__int_as_float(static_cast<int>(fields[0])), false,
            static_cast<int>(fields[0] >> 32), __longlong_as_double(fields[1]),
            __longlong_as_double(fields[2]),
            static_cast<wide>(fields[3])};
    draw.greedy = draw.topK < 0;
    wide best = 0;
    for (int i = threadIdx.x; i < v; i += DRAW_THREADS) {
        float x = z[i];
        wide order = x != x ? ALL_LANES : orderOf(x);
        wide ranked = order << 32 | (ALL_LANES - static_cast<unsigned>(i));
        best = ranked > best ? ranked : best;
    }
    best = mostOfBlock(best, desk.meeting);
    int first = static_cast<int>(ALL_LANES - static_cast<unsigned>(best));
    float highest = z[first];
    if (!(fabsf(highest) < __int_as_float(0x7f800000))) {
        if (threadIdx.x == 0) {
            tokens[row] = DAMAGED;
            logProbs[row] = highest;
        }
        return;
    }
        int token = drawnToken({z, highest, draw.inverse}, v, draw, first, desk);
    float max = highest * draw.inverse;
    float logSum = logSumOf(z, v, draw.inverse, max, desk.terms);
    if (threadIdx.x == 0) {
        tokens[row] = token;
        logProbs[row] = z[token] * draw.inverse - max - logSum;
    }
}
