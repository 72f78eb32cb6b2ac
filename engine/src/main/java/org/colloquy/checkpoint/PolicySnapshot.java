package org.colloquy.checkpoint;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Tokenizer;

/**
 * One policy as it was after an iteration; nobody changes it any more.
 *
 * @param parameters for a model that speaks by them
 * @param optimizerUpdates that were done so far
 * @param files what a checkpoint holds of the policy, by name
 */
public record PolicySnapshot(
        String policy,
        Parameters parameters,
        Tokenizer tokenizer,
        int optimizerUpdates,
        SortedMap<String, byte[]> files) {

    public PolicySnapshot {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Of the bytes of model.safetensors, in hexadecimal. */
    public String weightsSha256() {
        return Sha256.of(files.getOrDefault(ModelFolder.WEIGHTS, new byte[0]));
    }
}
