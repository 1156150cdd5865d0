package io.marquee.localstack.embedded;

import io.marquee.localstack.PartStartException;
import java.util.Locale;

/** The operating system and processor, as the names of the binaries spell them. */
enum Platform {
    LINUX_AMD64("postgres-linux-x86_64.txz", "linux-amd64"),
    LINUX_ARM64("postgres-linux-arm_64.txz", "linux-arm64"),
    DARWIN_AMD64("postgres-darwin-x86_64.txz", "darwin-amd64"),
    DARWIN_ARM64("postgres-darwin-arm_64.txz", "darwin-arm64");

    private final String postgresArchive;
    private final String redisSuffix;

    Platform(String postgresArchive, String redisSuffix) {
        this.postgresArchive = postgresArchive;
        this.redisSuffix = redisSuffix;
    }

    /** The name of the archive inside the artifact of the PostgreSQL binaries. */
    String postgresArchive() {
        return postgresArchive;
    }

    /** The end of the name of the Redis binary inside its artifact. */
    String redisSuffix() {
        return redisSuffix;
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.startsWith("linux") && (arm || intel)) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        if (os.startsWith("mac") && (arm || intel)) {
            return arm ? DARWIN_ARM64 : DARWIN_AMD64;
        }
        throw new PartStartException("there are no binaries of PostgreSQL and Redis for " + osName + " on " + osArch
                + "; with a Docker engine the parts run as containers: -Dstack=containers");
    }
}
