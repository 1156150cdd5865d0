package io.marquee.workhorse.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.TreeMap;

/** The operators that this worker has. */
@ApplicationScoped
class OperatorCatalog {

    private final Map<String, TaskOperator> byName = new TreeMap<>();

    OperatorCatalog(Instance<TaskOperator> operators) {
        for (TaskOperator operator : operators) {
            TaskOperator other = byName.putIfAbsent(operator.name(), operator);
            if (other != null) {
                throw new IllegalStateException("two task operators are called '" + operator.name() + "'");
            }
        }
    }

    /**
     * The operator of that name.
     *
     * @throws IllegalArgumentException when there is none; the message names those there are
     */
    TaskOperator find(String name) {
        TaskOperator operator = byName.get(name);
        if (operator == null) {
            throw new IllegalArgumentException(
                    "unknown operator '" + name + "', known here: " + String.join(", ", byName.keySet()));
        }
        return operator;
    }
}
