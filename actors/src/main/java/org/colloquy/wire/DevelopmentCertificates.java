package org.colloquy.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A certificate authority for development, and certificates of nodes, in a folder: one folder for
 * each host with {@code tls.key}, {@code tls.crt} and {@code ca.crt}, as {@code conf/tls.conf}
 * reads them, and beside them the authority's own store.
 *
 * <p>Keys and certificates are the JDK's keytool's. All nodes have one subject, by which they know
 * each other; what differs is the name of the host. Files with keys are for their owner alone.
 */
public final class DevelopmentCertificates {

    private static final String STORE = "authority.p12";
    private static final String PASSWORD = "authority.password";
    private static final String AUTHORITY = "authority";
    private static final String SUBJECT = "CN=colloquy-node";
    private static final int PASSWORD_BYTES = 24;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Path folder;
    private final char[] password;
    private final Keytool keytool;

    private DevelopmentCertificates(Path folder, String password) throws IOException {
        this.folder = folder;
        this.password = password.toCharArray();
        this.keytool = new Keytool(folder.resolve(STORE), password);
    }

    /** Whether {@code host} is a host's name or its IPv4 address. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    /** Opens the folder's authority, or makes the folder and an authority in it. */
    public static DevelopmentCertificates open(Path folder, int days) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path secret = folder.resolve(PASSWORD);
        if (Files.exists(folder.resolve(STORE))) {
            return new DevelopmentCertificates(folder, Files.readString(secret).strip());
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.deleteIfExists(secret);
        writePrivate(secret, password + "\n");
        DevelopmentCertificates made = new DevelopmentCertificates(folder, password);
        made.keytool.generate(
                AUTHORITY,
                "CN=Colloquy development",
                List.of(
                        "-ext",
                        "bc:critical=ca:true,pathlen:0",
                        "-ext",
                        "ku:critical=keyCertSign,cRLSign",
                        "-validity",
                        Integer.toString(days)));
        return made;
    }

    /**
     * Makes the host's key and certificate; its folder.
     *
     * @throws FileAlreadyExistsException if the host has some
     * @throws IllegalArgumentException if it is no {@linkplain #isHost host}
     */
    public Path issue(String host, int days) throws IOException {
        if (!isHost(host)) {
            throw new IllegalArgumentException("'" + host + "' is no host's name");
        }
        Path own = folder.resolve(host);
        if (Files.exists(own)) {
            throw new FileAlreadyExistsException(own.toString());
        }
        List<String> options =
                new ArrayList<>(List.of("-signer", AUTHORITY, "-validity", Integer.toString(days)));
        options.addAll(List.of("-ext", "eku=serverAuth,clientAuth"));
        options.addAll(
                List.of(
                        "-ext",
                        "san=" + (ADDRESS.matcher(host).matches() ? "ip:" : "dns:") + host));
        keytool.generate(host, SUBJECT, options);
        try {
            write(own, host);
        } catch (GeneralSecurityException e) {
            throw new IOException("the store " + folder.resolve(STORE) + ": " + e.getMessage(), e);
        }
        return own;
    }

    private void write(Path own, String host) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(STORE))) {
            store.load(in, password);
        }
        Files.createDirectory(own);
        writePrivate(
                own.resolve("tls.key"),
                pem("PRIVATE KEY", store.getKey(host, password).getEncoded()));
        Files.writeString(own.resolve("tls.crt"), certificate(store, host));
        Files.writeString(own.resolve("ca.crt"), certificate(store, AUTHORITY));
    }

    private static String certificate(KeyStore store, String alias)
            throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate(alias).getEncoded());
    }

    private static String pem(String what, byte[] der) {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
