package io.marquee.journey.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "common-model",
            "model-runtime",
            "service-platform",
            "workhorse-service",
            "controltower-service",
            "nervous-service");

    private static JavaClasses suite;

    @BeforeAll
    static void readEveryModule() {
        suite = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> Path.of("..", module, "target", "classes"))
                        .filter(Files::isDirectory)
                        .toList());
    }

    @Test
    void shouldSeeEveryModule() {
        Stream.of("contract", "runtime", "platform", "workhorse", "controltower", "nervous")
                .forEach(root -> assertThat(suite.stream()
                                .filter(type -> type.getPackageName().startsWith("io.marquee." + root)))
                        .as(root)
                        .hasSizeGreaterThan(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"workhorse", "controltower", "nervous"})
    void shouldKeepFeaturesFreeOfCycles(String service) {
        slices().matching("io.marquee." + service + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(suite);
    }

    @Test
    void shouldKeepTheContractAndTheRuntimePlain() {
        noClasses()
                .that()
                .resideInAnyPackage("io.marquee.contract..", "io.marquee.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "org.apache.kafka..", "io.vertx..")
                .because("what services say to each other, and prediction itself, need no framework")
                .check(suite);
    }

    @Test
    void shouldDecideInPlainJava() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Policy")
                .or()
                .haveSimpleNameEndingWith("Detector")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta.inject..",
                        "jakarta.enterprise..",
                        "jakarta.persistence..",
                        "java.sql..")
                .because("a decision is tested with values, not with a container")
                .check(suite);
    }

    @Test
    void shouldMapFailuresInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.marquee..platform..", "io.marquee..tracking..", "io.marquee..orchestration..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs.ext..")
                        .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("ServerExceptionMapper")))
                .because("only the platform and the two spoken contracts with error shapes of their own map failures")
                .check(suite);
    }

    @Test
    void shouldInjectThroughConstructors() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.marquee..")
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("a class shows what it needs in its constructor")
                .check(suite);
    }

    @Test
    void shouldTakeBatchesOneAfterTheOther() {
        methods()
                .that()
                .areAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
                .should()
                .beAnnotatedWith("io.smallrye.reactive.messaging.annotations.Blocking")
                .andShould()
                .notBeAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread")
                .because("side by side, a later batch's offset can be committed before an earlier one is stored")
                .check(suite);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workhorse", "controltower", "nervous"})
    void shouldTalkBetweenServicesOnlyOverTheWire(String service) {
        String[] others = Stream.of("workhorse", "controltower", "nervous")
                .filter(other -> !other.equals(service))
                .map(other -> "io.marquee." + other + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.marquee." + service + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(others)
                .check(suite);
    }
}
