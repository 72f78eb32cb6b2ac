package org.colloquy.web.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Builds the endpoint's responses; none may be kept or guessed at by a browser. */
final class ServeReply {

    private static final int TOO_MANY = 429;

    private ServeReply() {}

    static HttpResponse json(int status, ObjectNode json) {
        return entity(
                status,
                HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static HttpResponse problem(ChatProblem problem) {
        HttpResponse response = json(problem.status(), problem.json());
        return problem.status() == TOO_MANY
                ? response.addHeader(RawHeader.create("Retry-After", "1"))
                : response;
    }

    static HttpResponse entity(int status, ResponseEntity entity) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(entity);
    }
}
