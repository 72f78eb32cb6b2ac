package org.colloquy.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The viewer's own files, out of the class path: pages, styles, modules and the charts' library.
 */
final class Assets {

    private static final Pattern OWN = Pattern.compile("[a-z][a-z0-9-]{0,40}\\.(js|css|svg)");
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> LIBRARY =
            Map.of(
                    "lib/uplot.js", UPLOT + "uPlot.esm.js",
                    "lib/uplot.css", UPLOT + "uPlot.min.css");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=UTF-8",
                    "js", "text/javascript; charset=UTF-8",
                    "css", "text/css; charset=UTF-8",
                    "svg", "image/svg+xml");

    private Assets() {}

    /** A file's content with its type. */
    record Asset(String type, byte[] content) {}

    /** The one page, which draws whatever its address names. */
    static Asset page() throws IOException {
        return read("/org/colloquy/web/static/index.html")
                .orElseThrow(() -> new IOException("the viewer's page is not on the class path"));
    }

    /** A file by its path without the first slash. */
    static Optional<Asset> find(String path) throws IOException {
        if (LIBRARY.containsKey(path)) {
            return read(LIBRARY.getOrDefault(path, ""));
        }
        return OWN.matcher(path).matches()
                ? read("/org/colloquy/web/static/" + path)
                : Optional.empty();
    }

    private static Optional<Asset> read(String resource) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            String kind = resource.substring(resource.lastIndexOf('.') + 1);
            return Optional.of(
                    new Asset(
                            TYPES.getOrDefault(kind, "application/octet-stream"),
                            in.readAllBytes()));
        }
    }
}
