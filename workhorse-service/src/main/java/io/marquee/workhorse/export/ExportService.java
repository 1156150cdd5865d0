package io.marquee.workhorse.export;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterFactory;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.WriteMode;
import io.marquee.workhorse.adapter.file.StorageAdapter;
import io.marquee.workhorse.adapter.sql.SqlAdapters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Writes tables and query results of the catalogue to files and databases, one export after the other. */
@ApplicationScoped
public class ExportService {

    private static final Logger LOG = Logger.getLogger(ExportService.class);

    private final ExportLog log;
    private final AdapterFactory adapters;
    private final SqlAdapters databases;
    private final AgroalDataSource dataSource;
    private final Clock clock;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("export").factory());

    ExportService(
            ExportLog log, AdapterFactory adapters, SqlAdapters databases, AgroalDataSource dataSource, Clock clock) {
        this.log = log;
        this.adapters = adapters;
        this.databases = databases;
        this.dataSource = dataSource;
        this.clock = clock;
    }

    private record Run(String exportId, String source, DataAdapter adapter, String target, WriteMode mode) {}

    /**
     * Looks at what is asked for and starts it.
     *
     * @throws ProblemException when it cannot be done; nothing has been started then
     */
    public Export start(ExportRequest request) {
        DataAdapter adapter = open(request);
        boolean isFile = adapter instanceof StorageAdapter;
        if (isFile == (request.table() != null)) {
            throw ProblemException.invalid(
                    "table",
                    request.table(),
                    isFile ? "is for databases, not for files" : "must name the table to write");
        }
        // The query is tried before anybody is told that the export has begun.
        try (Rows rows = rows(request.source())) {
            rows.columns();
        } catch (IOException e) {
            throw AdapterException.problem("source", e);
        }
        String target = request.table() == null ? request.target() : request.table();
        Run run = new Run(EventId.next(clock.instant()), request.source(), adapter, target, request.writeMode());
        log.started(run.exportId(), run.source(), adapter.origin() + (isFile ? "" : " " + target));
        worker.execute(() -> run(run));
        return get(run.exportId());
    }

    /**
     * One export.
     *
     * @throws ProblemException when there is no such export
     */
    public Export get(String exportId) {
        return log.find(exportId).orElseThrow(() -> ProblemException.notFound("export_id", exportId));
    }

    /** The newest ones, newest first. */
    public List<Export> newest(int limit) {
        return log.newest(limit);
    }

    void failAbandoned(@Observes StartupEvent event) {
        int abandoned = log.failAbandoned();
        if (abandoned > 0) {
            LOG.warnf("%d exports were cut off by the end of the last run of this service", abandoned);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }

    private DataAdapter open(ExportRequest request) {
        try {
            return adapters.open(request.target(), request.fileOptions());
        } catch (AdapterException e) {
            throw AdapterException.problem("target", e);
        }
    }

    private Rows rows(String source) throws IOException {
        try {
            return databases.readCatalogue(source, dataSource.getConnection());
        } catch (SQLException e) {
            throw new IOException("the catalogue's database does not answer", e);
        }
    }

    private void run(Run run) {
        try (Rows rows = rows(run.source())) {
            long count = run.adapter().write(run.target(), rows, run.mode());
            log.succeeded(run.exportId(), count);
            LOG.infof("exported %d rows to %s", count, run.adapter().origin());
        } catch (IOException e) {
            LOG.warnf(
                    "export %s to %s failed: %s", run.exportId(), run.adapter().origin(), e.getMessage());
            log.failed(run.exportId(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "export %s to %s failed", run.exportId(), run.adapter().origin());
            log.failed(run.exportId(), "the failure was logged with the export's id");
        }
    }
}
