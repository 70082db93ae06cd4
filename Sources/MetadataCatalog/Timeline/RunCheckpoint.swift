import JSONBytes
import OpenLineage
import SQLDatabase

/// Up to a point in the order of a run's events, those of them that tell all that the run's events tell.
///
/// Most events of a long run repeat what others say. A checkpoint names the rest: the last event to tell each value, and
/// the first to name it. What is folded from these and from the events behind the point is what is folded from all.
struct RunCheckpoint {
    var point: OrderPoint
    /// Events of the run up to the point, when it was made.
    var events: Int
    /// The newest record of the log when it was made; what came late after it is looked up apart.
    var head: Int64
    /// Ascending by point, which is the point of the last one.
    var kept: [(point: OrderPoint, seq: Int64)]

    /// Events between two checkpoints of a run.
    static let eventsApart = 512
    /// Runs with more to tell go without.
    static let keptMax = 2_048

    init(point: OrderPoint, events: Int, head: Int64, kept: [(point: OrderPoint, seq: Int64)]) {
        self.point = point
        self.events = events
        self.head = head
        self.kept = kept
    }

    /// The kept events as bytes.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for (point, seq) in kept {
            bytes.appendLEB(UInt64(seq))
            bytes.appendLEB(UInt64(bitPattern: point.time))
            bytes.append(point.rank)
            bytes += point.digest.bytes
        }
        return bytes
    }

    init(point: OrderPoint, events: Int, head: Int64, decoding bytes: [UInt8]) throws {
        var kept: [(point: OrderPoint, seq: Int64)] = []
        var position = 0
        while position < bytes.count {
            guard let seq = bytes.readLEB(at: &position), let time = bytes.readLEB(at: &position),
                position + 17 <= bytes.count
            else { throw CatalogError.damaged("a cut checkpoint of a run") }
            let digest = Digest128(bytes: Array(bytes[(position + 1)..<(position + 17)]))
            kept.append(
                (OrderPoint(time: Int64(bitPattern: time), rank: bytes[position], digest: digest), Int64(seq)))
            position += 17
        }
        self.init(point: point, events: events, head: head, kept: kept)
    }
}

extension ObservationReader {
    /// The newest checkpoint of a run up to `time`.
    func checkpoint(ofRun run: Int64, through time: Int64) throws -> RunCheckpoint? {
        let statement = try connection.statement(
            """
            SELECT time, rank, digest, events, head, kept FROM run_checkpoint WHERE run = ?1 AND time <= ?2
            ORDER BY time DESC, rank DESC, digest DESC LIMIT 1
            """)
        statement.bind(1, run)
        statement.bind(2, time)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let point = OrderPoint(
            time: statement.int(0), rank: UInt8(clamping: statement.int(1)), digest: Digest128(bytes: statement.blob(2))
        )
        return try RunCheckpoint(
            point: point, events: Int(statement.int(3)), head: statement.int(4), decoding: statement.blob(5))
    }

    /// Events of a run up to `time` that tell all that its events up to then tell, in their order.
    ///
    /// - Returns: the events, and how many others there are.
    package func tellingEvents(
        ofRun run: Int64, through time: Int64
    ) throws -> (events: [(point: OrderPoint, seq: Int64)], others: Int) {
        guard let checkpoint = try checkpoint(ofRun: run, through: time) else {
            return (try events(of: UnitID(.run, run), through: time), 0)
        }
        let later = try events(of: UnitID(.run, run), after: checkpoint.point).filter { $0.point.time <= time }
        let others = checkpoint.events - checkpoint.kept.count
        return (try keptEvents(of: checkpoint, run: run) + later, others)
    }

    /// The events that a checkpoint keeps and those before its point that came after it was made.
    func keptEvents(of checkpoint: RunCheckpoint, run: Int64) throws -> [(point: OrderPoint, seq: Int64)] {
        let late = try connection.rows(
            "SELECT time, rank, digest, seq FROM run_late WHERE run = ?1 AND seq > ?2",
            [.integer(run), .integer(checkpoint.head)]
        ) {
            (
                point: OrderPoint(
                    time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))),
                seq: $0.int(3)
            )
        }.filter { $0.point < checkpoint.point }
        return late.isEmpty ? checkpoint.kept : (checkpoint.kept + late).sorted { $0.point < $1.point }
    }
}

/// Finds the events of a run that tell what no later (or, for the first mention, no earlier) one tells.
struct TellingEvents {
    private enum Slot: Hashable {
        case first, start, terminal, last, datasets
        case input(DatasetID), output(DatasetID)
        case firstParent, newestParent, parent(ParentReference), parentDeleted
        case firstEmission, newestEmission, emission(Emission), emissionDeleted
        case entry(Derivation), jobLineageDeleted
        case datasetLineage(DatasetID), columnLineage(DatasetID)
        case facet(Owner, ByteString), firstFacet(Owner, ByteString)
    }

    /// Whose facet it is.
    private enum Owner: Hashable {
        case run, job
        case dataset(DatasetID), input(DatasetID), output(DatasetID)
    }

    private var events: [Slot: (point: OrderPoint, seq: Int64)] = [:]

    /// The events, ascending.
    var kept: [(point: OrderPoint, seq: Int64)] {
        var seen: Set<Int64> = []
        return events.values.filter { seen.insert($0.seq).inserted }.sorted { $0.point < $1.point }
    }

    /// Takes in an event that is younger than those before it.
    mutating func add(_ event: OpenLineageEvent, _ fragment: EventFragment, _ seq: Int64) {
        let entry = (point: fragment.point, seq: seq)
        keepFirst(.first, entry)
        keepLast(.last, entry)
        if entry.point.eventType == .start { keepFirst(.start, entry) }
        if entry.point.eventType.isTerminal { keepLast(.terminal, entry) }
        if fragment.namesDatasets { keepLast(.datasets, entry) }
        for id in fragment.inputs { keepFirst(.input(id), entry) }
        for id in fragment.outputs { keepFirst(.output(id), entry) }
        keep(fragment.parent, entry, .firstParent, .newestParent, .parentDeleted) { .parent($0) }
        keep(fragment.emission, entry, .firstEmission, .newestEmission, .emissionDeleted) { .emission($0) }
        switch fragment.jobLineage {
        case .absent: break
        case .deleted: keepLast(.jobLineageDeleted, entry)
        case .value(let derivations): for derivation in derivations { keepLast(.entry(derivation), entry) }
        }
        for id in fragment.datasetLineage.keys { keepLast(.datasetLineage(id), entry) }
        for id in fragment.columnLineage.keys { keepLast(.columnLineage(id), entry) }
        keep(event.run?.facets, of: .run, entry)
        keep(event.job?.facets, of: .job, entry)
        for mention in event.inputs { keep(mention.inputFacets, of: .input(mention.id), entry) }
        for mention in event.outputs {
            keep(mention.facets, of: .dataset(mention.id), entry)
            keep(mention.outputFacets, of: .output(mention.id), entry)
            // An output may carry input facets as well; they are shown with a version.
            keep(FacetSet(mention.json["inputFacets"]), of: .dataset(mention.id), entry)
        }
    }

    private mutating func keepFirst(_ slot: Slot, _ entry: (point: OrderPoint, seq: Int64)) {
        if events[slot] == nil { events[slot] = entry }
    }

    private mutating func keepLast(_ slot: Slot, _ entry: (point: OrderPoint, seq: Int64)) { events[slot] = entry }

    private mutating func keep<Value>(
        _ state: FacetState<Value>, _ entry: (point: OrderPoint, seq: Int64), _ first: Slot, _ newest: Slot,
        _ deleted: Slot, _ slot: (Value) -> Slot
    ) {
        switch state {
        case .absent: return
        case .deleted: events[deleted] = entry
        case .value(let value): events[slot(value)] = entry
        }
        if events[first] == nil { events[first] = entry }
        events[newest] = entry
    }

    private mutating func keep(_ facets: FacetSet?, of owner: Owner, _ entry: (point: OrderPoint, seq: Int64)) {
        guard let facets else { return }
        for facet in facets {
            if !facet.isDeleted, events[.firstFacet(owner, facet.name)] == nil {
                events[.firstFacet(owner, facet.name)] = entry
            }
            events[.facet(owner, facet.name)] = entry
        }
    }
}
