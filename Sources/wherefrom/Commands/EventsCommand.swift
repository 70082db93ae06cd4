import ArgumentParser
import JSONBytes

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List the events of the log, or one of them with what was odd about it.",
        discussion: """
            Without --after the newest events are listed, oldest first. With a sequence
            number that one event is shown with its diagnostics; --raw prints the bytes
            exactly as they were sent.

            Examples:
              wherefrom events --follow
              wherefrom events --job daily_orders --event-type FAIL --limit 50
              wherefrom events 4711
              wherefrom events 4711 --raw
            """)

    @Argument(help: ArgumentHelp("Sequence number of one event.", valueName: "seq"))
    var sequence: Int64?

    @Flag(help: "With a sequence number: the bytes as they were sent.")
    var raw = false

    @Flag(name: .shortAndLong, help: "Keep listing events as they arrive, until interrupted.")
    var follow = false

    @Option(help: ArgumentHelp("Start behind this sequence number.", valueName: "seq"))
    var after: Int64?

    @Option(help: ArgumentHelp("At most this many events.", valueName: "events"))
    var limit = 20

    @Option(help: ArgumentHelp("Only events of jobs in this namespace.", valueName: "namespace"))
    var namespace: String?

    @Option(help: ArgumentHelp("Only events of this job.", valueName: "name"))
    var job: String?

    @Option(help: ArgumentHelp("Only events of this run.", valueName: "id"))
    var runId: String?

    @Option(help: ArgumentHelp("Only this event type, such as COMPLETE or FAIL.", valueName: "type"))
    var eventType: String?

    @Option(help: ArgumentHelp("Only this kind: run, job or dataset.", valueName: "kind"))
    var kind: String?

    @Option(help: "How to print the answer; json prints one object a line.")
    var format = RowsFormat.table

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000000 events.") }
        if raw && sequence == nil { throw ValidationError("--raw needs the sequence number of an event.") }
        if sequence != nil && (follow || after != nil) {
            throw ValidationError("A sequence number names one event; --follow and --after list several.")
        }
    }

    func run() async throws {
        try await connection.withClient { client in
            if let sequence {
                try await showOne(sequence, client)
            } else {
                try await list(EventLog(client: client, filters: filters))
            }
        }
    }

    var filters: [(String, String?)] {
        [
            ("namespace", namespace), ("job", job), ("runId", runId), ("eventType", eventType), ("kind", kind),
        ]
    }

    private func list(_ log: EventLog) async throws {
        var printer = EventPrinter(format: format, style: Console.style)
        let first: [JSONValue]
        var position: Int64
        if let after {
            (first, position) = try await log.forward(after: after, limit: limit)
        } else {
            (first, position) = try await log.newest(limit)
        }
        Console.print(printer.header + printer.lines(first))
        while follow {
            try await Task.sleep(for: .seconds(1))
            let (events, next) = try await log.forward(after: position, limit: 1_000)
            position = next
            if !events.isEmpty { Console.print(printer.lines(events)) }
        }
    }

    private func showOne(_ sequence: Int64, _ client: APIClient) async throws {
        if raw {
            let answer = try await client.answer(APIRequest("GET", APIPath("/api/v2/events", "\(sequence)", "raw")))
            Console.write(answer.body)
            return
        }
        let answer = try await client.answer(APIRequest("GET", APIPath("/api/v2/events", "\(sequence)")))
        if format == .json {
            Console.write(answer.body + [0x0A])
            return
        }
        Console.print(Self.details(try client.parse(answer.body).root, style: Console.style))
    }

    static func details(_ root: JSONValue, style: TerminalStyle) -> [String] {
        var fields = FieldList()
        fields.add("sequence", root["seq"])
        fields.add("kind", root["kind"])
        fields.add("event time", root["eventTime"])
        fields.add("received", root["received"])
        fields.add("event type", root["eventType"])
        fields.add("job", FieldList.pair(root["job"]))
        fields.add("run", root["runId"])
        fields.add("producer", root["producer"])
        fields.add("sent with key", root["key"])
        fields.add("SHA-256", root["sha256"])
        fields.add("chain", root["chain"])
        var lines = fields.lines(style: style)
        let diagnostics = root["diagnostics"].map { Array($0.elements) } ?? []
        if !diagnostics.isEmpty { lines += ["", style.bold("What was odd")] }
        for diagnostic in diagnostics {
            let place = diagnostic["path"]?.string.map { " at \($0)" } ?? ""
            let severity = diagnostic["severity"]?.string ?? "info"
            let text = "\(severity): \(diagnostic["message"]?.string ?? diagnostic["id"]?.string ?? "")\(place)"
            lines.append("  " + TerminalText.escape(text))
            if let hint = diagnostic["hint"]?.string { lines.append("    " + TerminalText.escape(hint)) }
        }
        lines += ["", "The event itself: wherefrom events \(root["seq"]?.int64 ?? 0) --raw"]
        return lines
    }
}

/// Reads `GET /api/v2/events` page by page.
struct EventLog {
    let client: APIClient
    let filters: [(String, String?)]
    private static let pageEvents = 1_000

    init(client: APIClient, filters: [(String, String?)]) {
        self.client = client
        self.filters = filters
    }

    /// Returns at most `limit` events behind `after`, oldest first, and the position to go on from.
    func forward(after: Int64, limit: Int) async throws -> (events: [JSONValue], position: Int64) {
        var events: [JSONValue] = []
        var position = after
        while events.count < limit {
            let size = min(limit - events.count, Self.pageEvents)
            let root = try await client.document(
                APIRequest(
                    "GET", "/api/v2/events", query: [("after", "\(position)"), ("limit", "\(size)")] + filters)
            ).root
            let page = root["events"].map { Array($0.elements) } ?? []
            events += page
            let last = page.last?["seq"]?.int64 ?? position
            let next = root["next"]?.int64
            position = max(position, last)
            guard let next, next > position || !page.isEmpty else { break }
            position = max(position, next)
        }
        return (events, position)
    }

    /// Returns the newest `limit` events that pass the filters, oldest first, and the position behind them.
    ///
    /// Looks at a stretch before the head of the log that grows eightfold until it holds enough.
    func newest(_ limit: Int) async throws -> (events: [JSONValue], position: Int64) {
        let status = try await client.document(APIRequest("GET", "/api/v2/status")).root
        let head = status["logPosition"]?.int64 ?? 0
        var stretch = Int64(limit)
        while true {
            let start = max(0, head - stretch)
            let (events, position) = try await forward(after: start, limit: .max)
            if events.count >= limit || start == 0 { return (events.suffix(limit), max(position, head)) }
            stretch = stretch.multipliedReportingOverflow(by: 8).partialValue
        }
    }
}

/// Prints events as they come, so that a table's columns have fixed widths.
struct EventPrinter {
    let format: RowsFormat
    let style: TerminalStyle
    private static let titles = ["seq", "eventTime", "eventType", "namespace", "job", "runId", "diagnostics"]
    private static let widths = [9, 24, 9, 24, 40, 36, 5]

    var header: [String] {
        switch format {
        case .json: []
        case .csv: [CSVWriter.line(Self.titles)]
        case .table: [style.dim(row(["SEQ", "EVENT TIME", "TYPE", "NAMESPACE", "JOB", "RUN", "ODD"]))]
        }
    }

    mutating func lines(_ events: [JSONValue]) -> [String] {
        events.map { event in
            switch format {
            case .json: String(decoding: event.raw, as: UTF8.self)
            case .csv: CSVWriter.line(cells(event))
            case .table: row(cells(event).map(TerminalText.escape))
            }
        }
    }

    private func cells(_ event: JSONValue) -> [String] {
        let diagnostics = event["diagnostics"]?.int64 ?? 0
        return [
            event["seq"]?.int64.map { "\($0)" } ?? "", event["eventTime"]?.string ?? "",
            event["eventType"]?.string ?? event["kind"]?.string ?? "", event["job"]?["namespace"]?.string ?? "",
            event["job"]?["name"]?.string ?? "", event["runId"]?.string ?? "", diagnostics > 0 ? "\(diagnostics)" : "",
        ]
    }

    private func row(_ cells: [String]) -> String {
        var line = zip(cells, Self.widths).map { text, width in
            TerminalText.pad(TerminalText.truncate(text, to: width), to: width)
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
