package org.colloquy.cuda;

import java.util.Locale;

/** Every kernel, with the .cu file that defines it; its name there is the constant's, in small. */
enum CudaKernel {
    FILL("elementwise"),
    ADD("elementwise"),
    SWI_GLU("elementwise"),
    SWI_GLU_BACKWARD("elementwise"),
    ROTARY("elementwise"),
    GATHER_ROWS("rows"),
    SCATTER_ROWS("rows"),
    GATHER_ROWS_BACKWARD("rows"),
    RMS_NORM("norm"),
    RMS_NORM_BACKWARD("norm"),
    RMS_NORM_BACKWARD_WEIGHT("norm"),
    ATTENTION("attention"),
    ATTENTION_BACKWARD("attention"),
    ATTENTION_BACKWARD_KEYS("attention"),
    LOG_PROBS("loss"),
    CROSS_ENTROPY("loss"),
    POLICY_LOSS("loss"),
    POLICY_LOSS_ON_CHIP("loss"),
    POLICY_LOSS_BF16("half_loss"),
    SAMPLE("sampling"),
    GROUP_ADVANTAGES("groups"),
    BATCH_DEVIATIONS("groups"),
    BATCH_NORMALISE("groups"),
    SUM_OF_SQUARES("update"),
    ADAM_W("update"),
    ADAM_W_BF16("update"),
    MATMUL("matmul"),
    MATMUL_TRANSPOSED_B("matmul"),
    MATMUL_TRANSPOSED_A("matmul"),
    MATMUL_LARGE("matmul"),
    MATMUL_LARGE_TRANSPOSED_B("matmul"),
    MATMUL_LARGE_TRANSPOSED_A("matmul"),
    MATMUL_FEW("matmul"),
    MATMUL_FEW_TRANSPOSED_B("matmul"),
    TENSOR_MATMUL_BF16("tensor_matmul"),
    TENSOR_MATMUL_TF32("tensor_matmul"),
    TENSOR_MATMUL_TO_BF16("tensor_matmul"),
    TENSOR_MATMUL_OF_BF16("tensor_matmul"),
    TENSOR_MATMUL_BY_BF16("tensor_matmul");

    private final String module;

    CudaKernel(String module) {
        this.module = module;
    }

    /** Name of the .cu and the .ptx file, without its ending. */
    String module() {
        return module;
    }

    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }
}
