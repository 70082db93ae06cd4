import ArgumentParser
import JSONBytes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out why events do not appear.",
        discussion: """
            Looks at the way to the server, the key, the clocks, rejected events, the
            last event of each producer, events dated in the future and runs that never
            ended. Exit code 1 when something needs attention.

            Example: wherefrom doctor --url http://127.0.0.1:5000
            """)

    @Option(help: "How to print the answer.")
    var format = AnswerFormat.table

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let started = Date()
            let answer: APIAnswer
            do {
                answer = try await client.transport.send(APIRequest("GET", "/api/v2/doctor"))
            } catch let failure as CommandFailure {
                throw CommandFailure("✗ \(failure.message)", hint: unreachableHint(failure), code: .negative)
            }
            guard answer.head.isSuccess else { throw client.failure(answer) }
            let root = try client.parse(answer.body).root
            if format == .json {
                Console.write(answer.body + [0x0A])
            } else {
                let skew = answer.head.headers["date"].flatMap(HTTPDate.seconds).map {
                    $0 - Int64(started.timeIntervalSince1970)
                }
                let report = DoctorReport(root, place: client.transport.place, skewSeconds: skew)
                Console.print(report.lines(style: Console.style))
                if report.isHealthy { return }
                throw ExitCode(CommandFailure.Code.negative.rawValue)
            }
            if root["checks"]?.elements.contains(where: { $0["ok"]?.bool == false }) == true {
                throw ExitCode(CommandFailure.Code.negative.rawValue)
            }
        }
    }

    private func unreachableHint(_ failure: CommandFailure) -> String {
        let lines = [
            failure.hint,
            "Producers find the server by OPENLINEAGE_URL or their transport's url; it must be this address, and "
                + "0.0.0.0 (--host) where they run in containers or on other machines.",
            connection.address.contains(":5000")
                ? "On macOS port 5000 belongs to AirPlay; use --port with another number there." : nil,
        ]
        return lines.compactMap { $0 }.joined(separator: "\n")
    }
}

/// The answer of `GET /api/v2/doctor` and what the client sees itself, as a table with marks.
struct DoctorReport {
    struct Check: Equatable {
        var isOK: Bool
        var message: String
        var hint: String?
    }

    private(set) var checks: [Check]
    private let producers: [[String]]
    /// Largest difference between the clocks that is nothing to worry about; design: current is now + 5 minutes.
    private static let skewSecondsMax: Int64 = 120

    init(_ root: JSONValue, place: String, skewSeconds: Int64?) {
        checks = [Check(isOK: true, message: "\(place) answers")]
        if let skewSeconds {
            let isClose = abs(skewSeconds) <= Self.skewSecondsMax
            checks.append(
                Check(
                    isOK: isClose,
                    message: isClose
                        ? "the clocks of this machine and the server agree"
                        : "the server's clock is \(abs(skewSeconds)) s \(skewSeconds > 0 ? "ahead of" : "behind") this one",
                    hint: isClose
                        ? nil : "Events dated more than five minutes ahead take effect only when their time comes."))
        }
        checks +=
            root["checks"]?.elements.map { check in
                Check(
                    isOK: check["ok"]?.bool ?? false,
                    message: check["message"]?.string ?? check["id"]?.string ?? "",
                    hint: check["hint"]?.string)
            } ?? []
        producers =
            root["producers"]?.elements.map { producer in
                [
                    producer["producer"]?.string ?? "", producer["lastEventAt"]?.string ?? "never",
                    producer["events"]?.int64.map { "\($0)" } ?? "",
                ]
            } ?? []
    }

    var isHealthy: Bool { checks.allSatisfy(\.isOK) }

    func lines(style: TerminalStyle) -> [String] {
        var lines: [String] = []
        for check in checks {
            let mark = check.isOK ? style.green("✓") : style.red("✗")
            lines.append("\(mark) \(TerminalText.escape(check.message))")
            if !check.isOK, let hint = check.hint { lines.append("    \(TerminalText.escape(hint))") }
        }
        if !producers.isEmpty {
            var table = TextTable([
                .init(title: "producer", widthMax: 90), .init(title: "last event"),
                .init(title: "events", alignment: .right),
            ])
            for producer in producers { table.append(producer) }
            lines += [""] + table.lines(style: style)
        }
        return lines
    }
}

/// The date of an HTTP answer (RFC 9110, IMF-fixdate).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970 of text such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, let day = Int64(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int64(parts[3]), (1970...9999).contains(year), (1...31).contains(day)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }) else { return nil }
        // Days from the civil calendar, with the year starting in March.
        let shifted = month < 2 ? year - 1 : year
        let marchMonth = Int64((month + 10) % 12)
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        return days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}
