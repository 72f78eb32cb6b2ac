package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import org.colloquy.dialogue.TokenTrace;

/** Token ids and log-probabilities as two arrays of one length, or the second empty. */
final class TokenTraceShape implements Shape<TokenTrace> {

    @Override
    public void write(TokenTrace value, CanonicalJson json) {
        json.ascii("{\"ids\":[");
        String comma = "";
        for (int id : value.ids()) {
            json.ascii(comma);
            json.number((long) id);
            comma = ",";
        }
        json.ascii("],\"logProbs\":[");
        comma = "";
        for (float logProb : value.logProbs()) {
            json.ascii(comma);
            json.number(logProb);
            comma = ",";
        }
        json.ascii("]}");
    }

    @Override
    public TokenTrace read(JsonCursor json) {
        json.openObject();
        json.field("ids");
        json.openArray();
        int[] ids = new int[64];
        int count = 0;
        while (json.another()) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = json.integer();
        }
        json.field("logProbs");
        json.openArray();
        float[] logProbs = new float[count];
        int told = 0;
        while (json.another()) {
            if (told == count) {
                throw new MalformedRecordException("more log-probabilities than tokens");
            }
            logProbs[told++] = json.shortDecimal();
        }
        json.closeObject();
        return trace(Arrays.copyOf(ids, count), Arrays.copyOf(logProbs, told));
    }

    @Override
    public void write(TokenTrace value, Output out) {
        int[] ids = value.ids();
        KryoLengths.write(ids.length, out);
        for (int id : ids) {
            out.writeVarInt(id, true);
        }
        float[] logProbs = value.logProbs();
        KryoLengths.write(logProbs.length, out);
        for (float logProb : logProbs) {
            out.writeFloat(logProb);
        }
    }

    @Override
    public TokenTrace read(Input in) {
        int[] ids = new int[KryoLengths.read(in)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.readVarInt(true);
        }
        float[] logProbs = new float[KryoLengths.read(in)];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = in.readFloat();
        }
        return trace(ids, logProbs);
    }

    private static TokenTrace trace(int[] ids, float[] logProbs) {
        try {
            return new TokenTrace(ids, logProbs);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        }
    }
}
