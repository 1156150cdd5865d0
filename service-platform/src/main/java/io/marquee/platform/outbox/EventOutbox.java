package io.marquee.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.Event;
import io.marquee.platform.event.OutgoingEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Events that leave if, and only if, the transaction commits that they tell of (transactional outbox). They are stored
 * beside the change and relayed to Kafka by {@link OutboxRelay}, at least once and in the order of their commit per key.
 */
@ApplicationScoped
public class EventOutbox {

    private final AgroalDataSource dataSource;
    private final TransactionManager transactions;
    private final OutboxRelay relay;
    private final ObjectMapper json;

    EventOutbox(AgroalDataSource dataSource, TransactionManager transactions, OutboxRelay relay, ObjectMapper json) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.relay = relay;
        this.json = json;
    }

    /**
     * Stores the event in the current transaction; without one it is stored, and leaves, at once. An event id that is
     * already waiting is not stored twice.
     */
    public void append(Event event) {
        OutgoingEvent outgoing = OutgoingEvent.of(event);
        String insert = "INSERT INTO " + relay.table()
                + " (event_id, topic, key, payload, headers) VALUES (?, ?, ?, ?, ?::jsonb) ON CONFLICT (event_id) DO NOTHING";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, event.eventId());
            statement.setString(2, outgoing.topic());
            statement.setString(3, outgoing.key());
            statement.setBytes(4, outgoing.payload());
            statement.setString(5, json.writeValueAsString(outgoing.headers()));
            statement.executeUpdate();
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("cannot store " + event.eventType() + " " + event.eventId(), e);
        }
        kickAfterCommit();
    }

    private void kickAfterCommit() {
        try {
            if (transactions.getStatus() != Status.STATUS_ACTIVE) {
                relay.kick();
                return;
            }
            transactions.getTransaction().registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    // Nothing to do before: the row is part of the transaction already.
                }

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        relay.kick();
                    }
                }
            });
        } catch (SystemException | RollbackException e) {
            throw new IllegalStateException("the transaction cannot take part in the outbox", e);
        }
    }
}
