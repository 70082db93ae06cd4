import JSONBytes
package import MetadataCatalog
import OpenLineage

/// Looks a catalog over for what commonly goes wrong with producers.
package struct DoctorReport: Sendable {
    /// One thing that was looked at.
    package struct Check: Sendable {
        /// Stable kebab-case name.
        package var id: String
        package var isOK: Bool
        /// What was found, in one sentence.
        package var message: String
        /// What to do about it; nil if it is in order.
        package var hint: String?
    }

    package var checks: [Check]
    package var producers: [ProducerRecord]
    package var future: Int64
    package var lostRuns: Int

    /// Runs and jobs that are looked for; "1000" then means "or more".
    private static let countMax = 1_000
    /// A run of which nothing was heard for this long may be lost, ns: a day.
    private static let silenceMax: Int64 = 86_400_000_000_000
    private static let examplesMax = 3

    /// - Parameters:
    ///   - now: the server's clock, ns.
    ///   - rejected: events refused since the server started.
    package init(_ reader: CatalogReader, now: Int64, rejected: Int) throws {
        let counts = try reader.counts()
        producers = try reader.producers()
        future = counts.future
        let since = now.subtractingReportingOverflow(Self.silenceMax).partialValue
        let silent = try reader.silentRuns(since: since, countMax: Self.countMax)
        lostRuns = silent.count
        checks = [
            Self.events(counts), Self.rejections(rejected), Self.clocks(counts.future),
            try Self.runs(silent, reader), try Self.aliases(reader), try Self.jobs(reader),
        ]
    }

    private static func events(_ counts: CatalogCounts) -> Check {
        guard let last = counts.lastEvent else {
            return Check(
                id: "events", isOK: false, message: "No event has come in yet.",
                hint: "Point a producer's OpenLineage transport at this server, or run wherefrom ingest FILE.")
        }
        return Check(
            id: "events", isOK: true,
            message: "\(counts.events) events; the newest is of \(EventTime(nanoseconds: last).description).")
    }

    private static func rejections(_ rejected: Int) -> Check {
        Check(
            id: "rejections", isOK: rejected == 0,
            message: rejected == 0
                ? "No event was rejected since the server started."
                : "\(rejected) events were rejected since the server started.",
            hint: rejected == 0 ? nil : "GET /api/v2/rejections tells what was wrong with each.")
    }

    private static func clocks(_ future: Int64) -> Check {
        Check(
            id: "clocks", isOK: future == 0,
            message: future == 0
                ? "No event is dated in the future." : "\(future) events are dated in the future and do not count yet.",
            hint: future == 0 ? nil : "Check the clock and the time zone of the producer.")
    }

    private static func runs(
        _ silent: [(job: Int64, runID: ByteString, last: Int64)], _ reader: CatalogReader
    ) throws -> Check {
        let examples = try silent.prefix(examplesMax).compactMap { run in
            try reader.entity(run.job).map { "\(run.runID.string) of \($0.name.string)" }
        }
        return Check(
            id: "lost-runs", isOK: silent.isEmpty,
            message: silent.isEmpty
                ? "Every run has ended or was heard of within a day."
                : "\(count(silent.count)) runs have not ended and were silent for a day: "
                    + "\(examples.joined(separator: ", ")).",
            hint: silent.isEmpty ? nil : "The producer may have been killed, or its last events were lost.")
    }

    private static func aliases(_ reader: CatalogReader) throws -> Check {
        let large = try Identities.components(reader).filter { !$0.isApplied }
        return Check(
            id: "aliases", isOK: large.isEmpty,
            message: large.isEmpty
                ? "No dataset has more names than are believed."
                : "\(large.count) groups of more than \(CatalogReader.componentMax) linked names are not applied, "
                    + "among them that of \(large[0].canonical.name.string).",
            hint: large.isEmpty ? nil : "A producer links many datasets to one name in its symlinks facet.")
    }

    private static func jobs(_ reader: CatalogReader) throws -> Check {
        let bare = try reader.jobsWithoutLineage(countMax: countMax)
        let examples = try bare.prefix(examplesMax).compactMap { try reader.entity($0)?.name.string }
        return Check(
            id: "jobs-without-lineage", isOK: bare.isEmpty,
            message: bare.isEmpty
                ? "Every job names an input or an output."
                : "\(count(bare.count)) jobs name no inputs and no outputs: \(examples.joined(separator: ", ")).",
            hint: bare.isEmpty ? nil : "Their operators may have no extractor; such jobs can be declared by a JobEvent."
        )
    }

    private static func count(_ number: Int) -> String { number == countMax ? "\(number) or more" : "\(number)" }
}
