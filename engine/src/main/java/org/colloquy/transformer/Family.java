package org.colloquy.transformer;

import java.util.Arrays;
import java.util.Optional;

/** Decoder-only transformers that differ from Llama in no more than what stands here. */
public enum Family {
    LLAMA("llama", "LlamaForCausalLM", false, false),
    MISTRAL("mistral", "MistralForCausalLM", false, false),
    QWEN2("qwen2", "Qwen2ForCausalLM", true, false),
    QWEN3("qwen3", "Qwen3ForCausalLM", false, true);

    private final String modelType;
    private final String architecture;
    private final boolean biases;
    private final boolean headNorms;

    Family(String modelType, String architecture, boolean biases, boolean headNorms) {
        this.modelType = modelType;
        this.architecture = architecture;
        this.biases = biases;
        this.headNorms = headNorms;
    }

    /** Hugging Face's {@code model_type}. */
    public String modelType() {
        return modelType;
    }

    /** Hugging Face's class. */
    public String architecture() {
        return architecture;
    }

    /** Whether queries, keys and values have biases. */
    public boolean biases() {
        return biases;
    }

    /** Whether every head's query and key go through an RMS norm before they are rotated. */
    public boolean headNorms() {
        return headNorms;
    }

    static Optional<Family> of(String modelType) {
        return Arrays.stream(values()).filter(one -> one.modelType.equals(modelType)).findFirst();
    }
}
