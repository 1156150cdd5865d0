package io.marquee.workhorse.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is not shipped: on the class path, or in jars that somebody put into the drivers folder. Jars that are added
 * later are seen at the next search; jars that were removed or replaced at the next start.
 */
@ApplicationScoped
public class DriverFolder {

    private static final Logger LOG = Logger.getLogger(DriverFolder.class);

    private final Path folder;
    private List<Path> known = List.of();
    private @Nullable URLClassLoader loader;

    @Inject
    DriverFolder(DriverConfig config) {
        this(config.folder());
    }

    public DriverFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Where jars are to be put. */
    public Path folder() {
        return folder;
    }

    /** The first provider of a service that is the right one. */
    public <T> Optional<T> find(Class<T> service, Predicate<Class<?>> right) {
        return find(service, right, getClass().getClassLoader()).or(() -> find(service, right, jars()));
    }

    private static <T> Optional<T> find(Class<T> service, Predicate<Class<?>> right, @Nullable ClassLoader loader) {
        if (loader == null) {
            return Optional.empty();
        }
        var providers = ServiceLoader.load(service, loader).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return Optional.empty();
                }
                ServiceLoader.Provider<T> provider = providers.next();
                if (right.test(provider.type())) {
                    return Optional.of(provider.get());
                }
            } catch (ServiceConfigurationError e) {
                LOG.warnf("a provider of %s cannot be used: %s", service.getName(), e.getMessage());
            }
        }
    }

    private synchronized @Nullable ClassLoader jars() {
        List<Path> jars = listing();
        if (jars.isEmpty()) {
            return null;
        }
        if (loader == null || !jars.equals(known)) {
            // The one before stays open: a connection made with it may still be in use.
            loader = new URLClassLoader(
                    jars.stream().map(DriverFolder::url).toArray(URL[]::new),
                    getClass().getClassLoader());
            known = jars;
            LOG.infof("%d jars in %s", jars.size(), folder);
        }
        return loader;
    }

    private List<Path> listing() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the drivers folder " + folder + " cannot be read", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(jar + " has no URL", e);
        }
    }
}
