package io.marquee.localstack;

import io.marquee.localstack.containers.ContainersStack;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract on containers; when it is asked for, a Docker engine has to be there. */
@EnabledIfSystemProperty(
        named = "stack",
        matches = "containers",
        disabledReason = "NOT RUN: the parts as containers are tested with -Dstack=containers on a Docker engine")
class ContainersStackContractTest extends LocalStackContract {

    @Override
    LocalStack open() {
        return new ContainersStack();
    }
}
