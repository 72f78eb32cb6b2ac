package org.colloquy.actors.cluster.protocol;

/**
 * One version of a policy's weights.
 *
 * @param policy of the scenario
 * @param version iterations that are learned into them; from 1, since all nodes have the first ones
 * @param sha256 of the bytes of model.safetensors, in hexadecimal
 * @param length of these bytes
 */
public record WeightsId(String policy, int version, String sha256, int length) {
    public WeightsId {
        if (version < 0 || length < 1) {
            throw new IllegalArgumentException("version " + version + " with " + length + " bytes");
        }
    }
}
