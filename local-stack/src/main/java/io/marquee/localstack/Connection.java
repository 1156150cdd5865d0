package io.marquee.localstack;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names, passwords and environment variables by which the services reach the parts. */
public final class Connection {

    public static final String HOST = "127.0.0.1";
    public static final String POSTGRES_USER = "mlpipeline_user";
    public static final String POSTGRES_DB = "mlpipeline_db";
    /** Guards nothing: the parts listen on the loopback address only. */
    public static final String POSTGRES_PASSWORD = "secure_password_123";

    public static final String S3_BUCKET = "marquee";
    public static final String S3_ACCESS_KEY = "marquee";
    public static final String S3_SECRET_KEY = "marquee-secret";

    private Connection() {}

    /** The environment variables that lead a service to the given endpoints; parts that are not given are left out. */
    public static Map<String, String> environment(Map<Part, Endpoint> endpoints) {
        Map<String, String> environment = new LinkedHashMap<>();
        endpoints.forEach((part, endpoint) -> {
            switch (part) {
                case POSTGRES -> {
                    environment.put("POSTGRES_HOST", endpoint.host());
                    environment.put("POSTGRES_PORT", Integer.toString(endpoint.port()));
                    environment.put("POSTGRES_USER", POSTGRES_USER);
                    environment.put("POSTGRES_PASSWORD", POSTGRES_PASSWORD);
                    environment.put("POSTGRES_DB", POSTGRES_DB);
                }
                case REDIS -> {
                    environment.put("REDIS_HOST", endpoint.host());
                    environment.put("REDIS_PORT", Integer.toString(endpoint.port()));
                }
                case KAFKA -> environment.put("KAFKA_BOOTSTRAP_SERVERS", endpoint.toString());
                case S3 -> {
                    environment.put("S3_ENDPOINT", "http://" + endpoint);
                    environment.put("S3_BUCKET", S3_BUCKET);
                    environment.put("AWS_ACCESS_KEY_ID", S3_ACCESS_KEY);
                    environment.put("AWS_SECRET_ACCESS_KEY", S3_SECRET_KEY);
                }
            }
        });
        return environment;
    }
}
