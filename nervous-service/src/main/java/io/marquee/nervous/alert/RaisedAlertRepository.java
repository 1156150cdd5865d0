package io.marquee.nervous.alert;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The conditions that were raised. */
@ApplicationScoped
class RaisedAlertRepository implements PanacheRepository<RaisedAlert> {

    Optional<RaisedAlert> open(String code, String subject) {
        return find("alertCode = ?1 and subject = ?2 and resolvedAt is null", code, subject)
                .firstResultOptional();
    }

    List<RaisedAlert> open() {
        return find("resolvedAt is null", Sort.ascending("raisedAt")).list();
    }

    List<RaisedAlert> newest(int limit) {
        return findAll(Sort.descending("raisedAt")).page(0, limit).list();
    }
}
