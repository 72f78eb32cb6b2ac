package org.colloquy.weights;

import java.io.IOException;
import java.nio.file.Path;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.TokenizerFormat;

/** Folders with Hugging Face's {@code tokenizer.json}. */
public final class HubTokenizerFormat implements TokenizerFormat {

    @Override
    public String file() {
        return TokenizerFiles.TOKENIZER;
    }

    @Override
    public Tokenizer read(Path folder) throws IOException {
        return HubTokenizer.of(TokenizerFiles.read(folder));
    }
}
