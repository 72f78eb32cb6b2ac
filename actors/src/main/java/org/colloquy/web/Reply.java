package org.colloquy.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Builds responses; each carries the headers that keep a page of the viewer to itself. */
final class Reply {

    /** Nothing from elsewhere, nothing inline, and no text that becomes markup or script. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types 'none'";

    private static final List<HttpHeader> GUARDS =
            List.of(
                    RawHeader.create("Content-Security-Policy", POLICY),
                    RawHeader.create("X-Content-Type-Options", "nosniff"),
                    RawHeader.create("X-Frame-Options", "DENY"),
                    RawHeader.create("Referrer-Policy", "no-referrer"),
                    RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
                    RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
                    RawHeader.create("Cache-Control", "no-store"));

    private Reply() {}

    static HttpResponse json(int status, ObjectNode json) {
        return entity(
                status,
                HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** What went wrong, as {@code {"error": ...}}. */
    static HttpResponse error(int status, String sentence) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", sentence));
    }

    static HttpResponse file(Assets.Asset asset) {
        ContentType type =
                org.apache.pekko.http.scaladsl.model.ContentType.parse(asset.type())
                        .right()
                        .getOrElse(() -> ContentTypes.APPLICATION_OCTET_STREAM);
        return entity(200, HttpEntities.create(type, asset.content()));
    }

    static HttpResponse entity(int status, ResponseEntity entity) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .addHeaders(GUARDS)
                .withEntity(entity);
    }

    static HttpResponse redirect(String path, List<HttpHeader> more) {
        List<HttpHeader> headers = new ArrayList<>(GUARDS);
        headers.add(RawHeader.create("Location", path));
        headers.addAll(more);
        return HttpResponse.create().withStatus(StatusCodes.SEE_OTHER).addHeaders(headers);
    }
}
