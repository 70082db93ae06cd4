import JSONBytes
import OpenLineage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Copies the events of a running Marquez.
///
/// Marquez re-serialises what it stored, so that an event already sent here by its producer has other bytes; it is
/// recognised by its fingerprint and skipped. Progress is kept in a state file: an interrupted import goes on where it
/// stopped.
struct MarquezImport {
    let source: APIClient
    let target: APIClient
    let stateFile: String?
    private var fingerprints: [RunID: Set<EventFingerprint>] = [:]
    /// Runs whose fingerprints are remembered.
    private static let runsMax = 20_000

    init(source: APIClient, target: APIClient, stateFile: String?) {
        self.source = source
        self.target = target
        self.stateFile = stateFile
    }

    /// Imports everything that the source has from where the last import stopped.
    mutating func run(_ progress: ProgressLine) async throws -> IngestSummary {
        var pager = MarquezPager(after: savedCursor() ?? EventTime(nanoseconds: 0))
        var sender = BatchSender(client: target)
        let targetHasEvents = try await countOfTargetEvents() > 0
        while !pager.isFinished {
            let page = try await source.document(pager.request).root
            guard let events = page["events"], events.kind == .array else {
                throw CommandFailure(
                    "\(source.transport.place) does not list events the way Marquez does.",
                    hint: "--from-marquez takes the address of a Marquez 0.30 or newer, without /api/v1.")
            }
            for event in pager.take(Array(events.elements)) {
                let place = "\(source.transport.place) event at \(event["eventTime"]?.string ?? "an unknown time")"
                if targetHasEvents, try await isPresent(event) {
                    sender.skipPresent()
                } else {
                    try await sender.add(PendingEvent(bytes: Array(event.raw), place: place))
                }
            }
            try await sender.flush()
            save(pager.after)
            let summary = sender.summary
            let reached = pager.after
            progress.update("imported \(summary.total) events up to \(reached) — \(summary.line)")
        }
        progress.clear()
        return sender.summary
    }

    private func countOfTargetEvents() async throws -> Int64 {
        let status = try await target.document(APIRequest("GET", "/api/v2/status")).root
        return status["counts"]?["events"]?.int64 ?? status["logPosition"]?.int64 ?? 1
    }

    private mutating func isPresent(_ event: JSONValue) async throws -> Bool {
        guard let fingerprint = EventFingerprint(event: event) else { return false }
        if let known = fingerprints[fingerprint.run] { return known.contains(fingerprint) }
        if fingerprints.count >= Self.runsMax { fingerprints.removeAll(keepingCapacity: true) }
        var found: Set<EventFingerprint> = []
        var after: Int64? = 0
        while let position = after {
            let page = try await target.document(
                APIRequest(
                    "GET", "/api/v2/events",
                    query: [("runId", fingerprint.run.bytes.string), ("after", "\(position)"), ("limit", "1000")])
            ).root
            for entry in page["events"]?.elements.compactMap(EventFingerprint.init(entry:)) ?? [] {
                found.insert(entry)
            }
            let next = page["next"]?.int64
            after = next.flatMap { $0 > position ? $0 : nil }
        }
        fingerprints[fingerprint.run] = found
        return found.contains(fingerprint)
    }

    private func savedCursor() -> EventTime? {
        guard let stateFile, let data = FileManager.default.contents(atPath: stateFile) else { return nil }
        return EventTime.parse(String(decoding: data, as: UTF8.self).prefix { $0 != "\n" })?.time
    }

    /// An import without its state file is only slower, so that failing to write it is no failure.
    private func save(_ cursor: EventTime) {
        guard let stateFile else { return }
        if let slash = stateFile.lastIndex(of: "/") {
            try? FileManager.default.createDirectory(
                atPath: String(stateFile[..<slash]), withIntermediateDirectories: true)
        }
        try? Data("\(cursor.description)\n".utf8).write(to: URL(filePath: stateFile), options: .atomic)
    }

    /// The default state file for a pair of places, under the user's state folder (XDG Base Directory).
    static func defaultStateFile(source: String, target: String, environment: [String: String]) -> String? {
        let base = environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        guard let folder = base ?? environment["HOME"].map({ $0 + "/.local/state" }) else { return nil }
        let key = Digest256(hashing: Array("\(source)\n\(target)".utf8)).hex.prefix(16)
        return "\(folder)/wherefrom/import-\(key)"
    }
}
