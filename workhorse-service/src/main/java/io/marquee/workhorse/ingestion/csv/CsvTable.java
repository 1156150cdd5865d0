package io.marquee.workhorse.ingestion.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180) with a header, row by row in bounded memory. A row that cannot be taken apart is given out with its
 * problem and costs only itself: where a quoted field does not end within {@value #MAX_LINES_PER_ROW} lines, reading goes on
 * at the next line.
 */
public final class CsvTable implements CsvRows {

    public static final int MAX_LINES_PER_ROW = 20;

    private static final int MAX_SHOWN = 300;

    private static final char COMMA = ',';

    private record Line(long number, String text) {}

    private final LineReader lines;
    private final CsvReader.CsvReaderBuilder parser;
    private final String splitter;
    private final List<String> names;
    private final Map<String, Integer> columns;
    private final int width;
    private final Deque<Line> ahead = new ArrayDeque<>();

    private CsvTable(LineReader lines, char delimiter, List<String> names, Map<String, Integer> columns) {
        this.lines = lines;
        this.parser = parser(delimiter);
        // Escaped, so that it is always a plain character.
        this.splitter = Character.isLetterOrDigit(delimiter) ? String.valueOf(delimiter) : "\\" + delimiter;
        this.names = names.stream().map(String::strip).toList();
        this.columns = columns;
        this.width = names.size();
    }

    /**
     * Opens a file and reads its header.
     *
     * @param required columns that must be there, in any order; others may be
     * @throws ProblemException when the header is not what is needed, naming the column
     */
    public static CsvTable open(Path file, List<String> required) throws IOException {
        return open(Files.newInputStream(file), String.valueOf(file.getFileName()), required);
    }

    /**
     * Reads the header of a file that is open.
     *
     * @param name of the file, for messages
     * @throws ProblemException as {@link #open(Path, List)}; the file is closed then
     */
    public static CsvTable open(InputStream in, String name, List<String> required) throws IOException {
        return open(in, name, COMMA, required);
    }

    /** As {@link #open(InputStream, String, List)}, with something else than commas between the fields. */
    public static CsvTable open(InputStream in, String name, char delimiter, List<String> required) throws IOException {
        LineReader lines = new LineReader(in, name);
        try {
            String header = lines.next();
            while (header != null && header.isBlank()) {
                header = lines.next();
            }
            if (header == null) {
                throw new ProblemException(ProblemType.UNPROCESSABLE, name + " is empty, a header is needed");
            }
            List<String> names = parse(header, parser(delimiter));
            if (names == null) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE,
                        name + ": the header cannot be read: " + shown(header) + hint(header, delimiter));
            }
            return new CsvTable(lines, delimiter, names, columnsOf(name, names, required, delimiter));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** What the header says, in its order. */
    public List<String> names() {
        return names;
    }

    @Override
    public @Nullable CsvRow next() throws IOException {
        Line line = nextLine();
        while (line != null && line.text().isBlank()) {
            line = nextLine();
        }
        if (line == null) {
            return null;
        }
        return line.text().indexOf('"') < 0 ? plainRow(line) : quotedRow(line);
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private CsvRow plainRow(Line line) {
        return row(line, line.text(), List.of(line.text().split(splitter, -1)));
    }

    private CsvRow quotedRow(Line first) throws IOException {
        String whole = first.text();
        Deque<Line> taken = new ArrayDeque<>();
        while (isOpen(whole) && taken.size() < MAX_LINES_PER_ROW - 1 && whole.length() <= LineReader.MAX_LINE_BYTES) {
            Line more = nextLine();
            if (more == null) {
                break;
            }
            taken.add(more);
            whole = whole + '\n' + more.text();
        }
        List<String> fields = parse(whole, parser);
        if (fields != null && fields.size() == width) {
            return row(first, whole, fields);
        }
        // Not one row over several lines, so the lines after the first get their own chance.
        while (!taken.isEmpty()) {
            ahead.addFirst(taken.removeLast());
        }
        fields = parse(first.text(), parser);
        return fields == null
                ? new CsvRow(
                        first.number(),
                        first.text(),
                        List.of(),
                        columns,
                        "has a quoted field that does not end properly")
                : row(first, first.text(), fields);
    }

    private CsvRow row(Line line, String raw, List<String> fields) {
        if (fields.size() != width) {
            return new CsvRow(
                    line.number(),
                    raw,
                    List.of(),
                    columns,
                    "has " + fields.size() + " fields, the header has " + width);
        }
        String problem = raw.indexOf('\uFFFD') >= 0 ? "is not valid UTF-8" : null;
        return new CsvRow(line.number(), raw, fields, columns, problem);
    }

    private @Nullable Line nextLine() throws IOException {
        if (!ahead.isEmpty()) {
            return ahead.removeFirst();
        }
        String text = lines.next();
        return text == null ? null : new Line(lines.lineNumber(), text);
    }

    private static boolean isOpen(String text) {
        return text.chars().filter(character -> character == '"').count() % 2 == 1;
    }

    private static @Nullable List<String> parse(String text, CsvReader.CsvReaderBuilder parser) {
        if (isOpen(text)) {
            return null;
        }
        try {
            return parser.ofSingleCsvRecord(text).getFields();
        } catch (CsvParseException e) {
            return null;
        }
    }

    private static CsvReader.CsvReaderBuilder parser(char delimiter) {
        return CsvReader.builder().fieldSeparator(delimiter);
    }

    private static Map<String, Integer> columnsOf(
            String file, List<String> names, List<String> required, char delimiter) {
        List<String> stripped = names.stream().map(String::strip).toList();
        for (String column : required) {
            if (!stripped.contains(column)) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE,
                        file + ": column '" + column + "' is missing, the header is: " + shown(String.join(",", names))
                                + hint(names.getFirst(), delimiter));
            }
        }
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < stripped.size(); i++) {
            if (columns.put(stripped.get(i), i) != null) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE,
                        file + ": column '" + shown(stripped.get(i)) + "' is there twice in the header");
            }
        }
        return Map.copyOf(columns);
    }

    /** What the file may be instead, judged by the start of its header. */
    private static String hint(String first, char expected) {
        String text = first.stripLeading();
        if (text.startsWith("{") || text.startsWith("[")) {
            return "; it looks like JSON, not like CSV";
        }
        if (text.startsWith("<")) {
            return "; it looks like HTML or XML, not like CSV";
        }
        for (char delimiter : new char[] {';', '\t', '|', COMMA}) {
            if (delimiter != expected && first.indexOf(delimiter) >= 0) {
                return "; it looks separated by " + (delimiter == '\t' ? "tab" : "'" + delimiter + "'")
                        + (expected == COMMA ? ", commas are needed" : ", '" + expected + "' is expected");
            }
        }
        return "";
    }

    /** Text of the file as a message shows it: one line, not too long. */
    private static String shown(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
