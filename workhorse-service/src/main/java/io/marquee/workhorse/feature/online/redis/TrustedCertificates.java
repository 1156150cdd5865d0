package io.marquee.workhorse.feature.online.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a connection by TLS trusts. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * The settings of TLS.
     *
     * @param authority PEM file of certificates; empty for those that Java trusts
     */
    static SSLContext context(Optional<Path> authority) throws IOException {
        try {
            if (authority.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            try (InputStream file = Files.newInputStream(authority.get())) {
                int number = 0;
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                    trusted.setCertificateEntry("authority-" + number++, certificate);
                }
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates " + authority.map(Path::toString).orElse("of Java") + " cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }
}
