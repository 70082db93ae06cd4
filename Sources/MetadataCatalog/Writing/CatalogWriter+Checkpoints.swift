import OpenLineage
import SQLDatabase

extension CatalogWriter {
    /// Events that one checkpoint reads; a run that has more behind its last checkpoint gets the next one earlier.
    private static let eventsReadMax = 8 * RunCheckpoint.eventsApart

    /// Notes an event of a long run that comes before others, for the checkpoints that do not know of it.
    func noteLate(_ point: OrderPoint, seq: Int64, of run: RunState) throws {
        guard run.events >= RunCheckpoint.eventsApart, point < run.last else { return }
        try connection.run(
            "INSERT INTO run_late (run, seq, time, rank, digest) VALUES (?1, ?2, ?3, ?4, ?5)", .integer(run.id),
            .integer(seq), .integer(point.time), SQLValue(Int(point.rank)), .blob(point.digest.bytes))
    }

    /// Adds a checkpoint to a long run every so many events, so that a look at it need not read all of them.
    func addCheckpoint(of run: RunState) throws {
        guard run.events > 0, run.events % Int64(RunCheckpoint.eventsApart) == 0 else { return }
        let base = try observations.checkpoint(ofRun: run.id, through: .max)
        let unit = UnitID(.run, run.id)
        let later = try
            (base.map { try observations.events(of: unit, after: $0.point) }
            ?? observations.events(of: unit, through: .max)).prefix(Self.eventsReadMax)
        let former = try base.map { try observations.keptEvents(of: $0, run: run.id) } ?? []
        guard let last = later.last ?? former.last else { return }
        var telling = TellingEvents()
        for (point, seq) in former + later {
            guard let record = try observations.payloads.record(seq) else { continue }
            telling.add(record.event, EventFragment(record.event, point: point, scope: record.scope), seq)
        }
        let kept = telling.kept
        guard kept.count <= RunCheckpoint.keptMax else { return }
        let others = base.map { $0.events - $0.kept.count } ?? 0
        let checkpoint = RunCheckpoint(
            point: last.point, events: others + former.count + later.count, head: log.head, kept: kept)
        try connection.run(
            """
            INSERT INTO run_checkpoint (run, time, rank, digest, events, head, kept)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (run, time, rank, digest) DO UPDATE SET events = excluded.events, head = excluded.head,
                kept = excluded.kept
            """, .integer(run.id), .integer(last.point.time), SQLValue(Int(last.point.rank)),
            .blob(last.point.digest.bytes), SQLValue(checkpoint.events), .integer(checkpoint.head),
            .blob(checkpoint.encoded))
    }
}
