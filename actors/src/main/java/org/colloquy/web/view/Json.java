package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.Proportion;

/** The few shapes of JSON that many views share. */
final class Json {

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /** A constant's name in lower case, as in the log. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code right}, {@code asked}, {@code share} and Wilson's interval at 95 %. */
    static ObjectNode share(int right, int asked) {
        Proportion proportion = new Proportion(right, asked);
        Interval interval = proportion.wilson();
        return object().put("right", right)
                .put("asked", asked)
                .put("share", proportion.share())
                .put("low", interval.low())
                .put("high", interval.high());
    }
}
