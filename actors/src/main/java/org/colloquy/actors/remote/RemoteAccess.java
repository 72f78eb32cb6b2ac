package org.colloquy.actors.remote;

import java.util.Optional;

/**
 * What the endpoints of one run share.
 *
 * @param spending counts what they take
 * @param cache answers what was answered before
 */
public record RemoteAccess(Spending spending, Optional<AnswerCache> cache) {}
