package org.colloquy.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.colloquy.actors.node.NodeSettings;

/**
 * A node's settings, from its file: {@code conf/node.conf} says what they mean.
 *
 * @param pekko all of it, for the actor system
 */
public record ClusterSettings(
        String host,
        int port,
        List<String> seeds,
        List<String> roles,
        Path runs,
        int cells,
        int inFlight,
        NodeSettings node,
        Config pekko) {

    /** The name of every node's actor system. */
    static final String SYSTEM = "colloquy";

    public static final String COORDINATOR = "coordinator";
    public static final String WORKER = "worker";

    private static final Set<String> ROLES = Set.of(COORDINATOR, WORKER, "trainer");
    private static final int MOST_CELLS = 1024;

    public ClusterSettings {
        seeds = List.copyOf(seeds);
        roles = List.copyOf(roles);
    }

    /**
     * @param own what stands above all else
     * @param threads to compute with
     * @throws IllegalArgumentException naming the setting, its value and what it can be
     */
    public static ClusterSettings of(Config own, int threads) {
        NodeSettings node = new NodeSettings(threads, NodeSettings.DEFAULT_IN_FLIGHT);
        Config all =
                own.withFallback(tls())
                        .withFallback(ConfigFactory.defaultApplication())
                        .withFallback(resource("cluster.conf"))
                        .withFallback(node.config())
                        .resolve();
        try {
            Config cluster = all.getConfig("colloquy.cluster");
            List<String> roles = cluster.getStringList("roles");
            require(ROLES.containsAll(roles) && !roles.isEmpty(), "roles", roles, "of " + ROLES);
            int port = cluster.getInt("port");
            require(port >= 0 && port <= 0xFFFF, "port", port, "0 to 65535");
            int cells = cluster.getInt("cells");
            require(cells >= 1 && cells <= MOST_CELLS, "cells", cells, "1 to " + MOST_CELLS);
            int inFlight = cluster.getInt("in-flight");
            require(inFlight >= 1, "in-flight", inFlight, "at least 1");
            List<String> seeds = cluster.getStringList("seeds");
            String host = cluster.getString("host");
            Path runs = Path.of(cluster.getString("runs")).toAbsolutePath().normalize();
            return new ClusterSettings(
                    host,
                    port,
                    seeds,
                    roles,
                    runs,
                    cells,
                    inFlight,
                    new NodeSettings(threads, cells * Dispatch.BATCH),
                    pekko(all, host, port, seeds, roles));
        } catch (ConfigException unusable) {
            throw new IllegalArgumentException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static Config pekko(
            Config all, String host, int port, List<String> seeds, List<String> roles) {
        return all.withValue(
                        "pekko.remote.artery.canonical.hostname",
                        ConfigValueFactory.fromAnyRef(host))
                .withValue(
                        "pekko.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(port))
                .withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(roles))
                .withValue(
                        "pekko.cluster.seed-nodes",
                        ConfigValueFactory.fromIterable(
                                seeds.stream().map(ClusterSettings::address).toList()));
    }

    /** The address of {@code HOST:PORT}. */
    static String address(String seed) {
        require(seed.matches("[^:/@ ]+:[0-9]{1,5}"), "seeds", seed, "HOST:PORT");
        return "pekko://" + SYSTEM + "@" + seed;
    }

    private static void require(boolean held, String name, Object value, String range) {
        if (!held) {
            throw new IllegalArgumentException(
                    "colloquy.cluster.%s is %s; it must be %s".formatted(name, value, range));
        }
    }

    /** Encrypted, where the environment says in which folder the certificates are. */
    private static Config tls() {
        return System.getenv("COLLOQUY_TLS_DIR") == null
                ? ConfigFactory.empty()
                : resource("tls.conf");
    }

    static Config resource(String name) {
        return ConfigFactory.parseResources(
                ClusterSettings.class.getClassLoader(),
                name,
                ConfigParseOptions.defaults().setAllowMissing(false));
    }
}
