package io.marquee.nervous.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.marquee.nervous.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OwnAlertsTest extends NervousTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldRaiseDriftOnceAndResolveItOnceWhenAnotherVersionServes() throws InterruptedException {
        // Given
        serve(1);

        // When
        List<ModelPrediction> traffic = new ArrayList<>();
        for (int user = 0; user < 10; user++) {
            traffic.add(TestTraffic.drifted(modelName, 1, user));
        }
        publishAll(traffic);

        // Then
        eventually().until(() -> alerts().size() == 1);
        SystemAlert raised = alerts().getFirst();
        assertThat(raised.alertCode()).isEqualTo("feature-drift");
        assertThat(raised.level()).isEqualTo(SystemAlert.Level.WARNING);
        assertThat(raised.resolved()).isFalse();
        assertThat(raised.details()).containsEntry("model_name", modelName).containsEntry("model_version", 1);
        given().get("/api/v1/alerts")
                .then()
                .body("raised[0].subject", equalTo(modelName + "/1"))
                .body("raised[0].resolved_at", nullValue());

        // When
        Thread.sleep(2500);
        serve(2);

        // Then
        eventually().until(() -> alerts().size() == 2);
        SystemAlert resolved = alerts().getLast();
        assertThat(resolved.alertCode()).isEqualTo("feature-drift");
        assertThat(resolved.resolved()).isTrue();
        assertThat(resolved.resolutionTime()).isNotNull();
        assertThat(resolved.message()).isEqualTo(modelName + "/1 serves no longer");
    }

    private List<SystemAlert> alerts() {
        List<SystemAlert> alerts = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record :
                    TopicReader.readAll(bootstrapServers, Topic.SYSTEM_ALERTS.topicName())) {
                alerts.add(EventCodec.decode(SystemAlert.class, record.value()));
            }
        } catch (UndecodableEventException e) {
            throw new IllegalStateException(e);
        }
        return alerts.stream()
                .filter(alert -> alert.tags().contains(modelName + "/1"))
                .toList();
    }
}
