package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.RunsPage;

/** Whether every call of MLflow's client is made by a test; what it can do more in a later version is found out here. */
class MlflowClientCallsTest {

    private static final List<Class<?>> CLIENT = List.of(
            MlflowClient.class,
            MlflowContext.class,
            ActiveRun.class,
            ExperimentsPage.class,
            RunsPage.class,
            ModelVersionsPage.class);

    private static final List<Class<?>> TESTS = List.of(MlflowClientTest.class, MlflowClientRestTest.class);

    /** They start MLflow's command line, which is Python; over HTTP the same is in {@code ArtifactProxyTest}. */
    private static final Set<String> PYTHON = Set.of(
            "MlflowClient.logArtifact(String,File)",
            "MlflowClient.logArtifact(String,File,String)",
            "MlflowClient.logArtifacts(String,File)",
            "MlflowClient.logArtifacts(String,File,String)",
            "MlflowClient.listArtifacts(String)",
            "MlflowClient.listArtifacts(String,String)",
            "MlflowClient.downloadArtifacts(String)",
            "MlflowClient.downloadArtifacts(String,String)",
            "MlflowClient.downloadModelVersion(String,String)",
            "MlflowClient.downloadLatestModelVersion(String,String)",
            "ActiveRun.logArtifact(Path)",
            "ActiveRun.logArtifact(Path,String)",
            "ActiveRun.logArtifacts(Path)",
            "ActiveRun.logArtifacts(Path,String)");

    /** They take the server's address from the environment and are the same otherwise. */
    private static final Set<String> ENVIRONMENT = Set.of("MlflowClient.<init>()", "MlflowContext.<init>()");

    @Test
    void shouldMakeEveryCallThatNeedsNoPython() {
        // When
        Set<String> open = new TreeSet<>(offered());
        open.removeAll(PYTHON);
        open.removeAll(ENVIRONMENT);
        open.removeAll(made());

        // Then
        assertThat(open).isEmpty();
        assertThat(offered()).containsAll(PYTHON).containsAll(ENVIRONMENT);
    }

    private static Set<String> offered() {
        return CLIENT.stream()
                .flatMap(type -> Stream.concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods())))
                .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                .filter(member -> !isPageConstructor(member))
                .map(MlflowClientCallsTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Pages are made by the client. */
    private static boolean isPageConstructor(Executable member) {
        return member instanceof Constructor<?>
                && member.getDeclaringClass().getSimpleName().endsWith("Page");
    }

    private static String name(Executable member) {
        return member.getDeclaringClass().getSimpleName() + "."
                + (member instanceof Method method ? method.getName() : "<init>")
                + Arrays.stream(member.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /** What the tests' bytecode refers to, by calls or by method references. */
    private static Set<String> made() {
        return TESTS.stream()
                .flatMap(test -> StreamSupport.stream(read(test).constantPool().spliterator(), false))
                .map(MlflowClientCallsTest::name)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable String name(PoolEntry entry) {
        if (!(entry instanceof MemberRefEntry member)
                || !member.type().stringValue().startsWith("(")) {
            return null;
        }
        return member.owner().asSymbol().displayName() + "." + member.name().stringValue()
                + MethodTypeDesc.ofDescriptor(member.type().stringValue()).parameterList().stream()
                        .map(ClassDesc::displayName)
                        .map(simple -> simple.substring(simple.lastIndexOf('$') + 1))
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private static ClassModel read(Class<?> test) {
        try (InputStream bytes = test.getResourceAsStream(test.getSimpleName() + ".class")) {
            return ClassFile.of().parse(Objects.requireNonNull(bytes).readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(test + " cannot be read", e);
        }
    }
}
