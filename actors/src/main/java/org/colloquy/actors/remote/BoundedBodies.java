package org.colloquy.actors.remote;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Cuts off responses that are too long.
 *
 * @param mostBytes of one response
 */
record BoundedBodies(long mostBytes) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body == null) {
            return response;
        }
        Source bounded = new BoundedSource(body.source(), mostBytes);
        return response.newBuilder()
                .body(
                        ResponseBody.create(
                                Okio.buffer(bounded), body.contentType(), body.contentLength()))
                .build();
    }

    /** Throws where the bytes would be more than allowed. */
    private static final class BoundedSource extends ForwardingSource {
        private final long most;
        private long read;

        BoundedSource(Source source, long most) {
            super(source);
            this.most = most;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            read += Math.max(count, 0);
            if (read > most) {
                throw new IOException("the answer is longer than " + most + " bytes");
            }
            return count;
        }
    }
}
