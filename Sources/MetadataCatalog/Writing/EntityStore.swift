import JSONBytes
import OpenLineage
import SQLDatabase

/// Names to rows, with a bounded cache; times and counters are written once for each commit.
final class EntityStore {
    private let connection: any SQLConnection
    private var namespaces: [ByteString: NamespaceState] = [:]
    private var namespaceNames: [Int64: ByteString] = [:]
    private var datasets: [DatasetID: EntityState] = [:]
    private var jobs: [JobID: EntityState] = [:]
    private var byID: [Int64: EntityState] = [:]
    private var sentJobs: [JobID: Int64] = [:]
    private var dirtyEntities: [EntityState] = []
    private var dirtyNamespaces: [NamespaceState] = []
    private var nextEntity: Int64
    private var nextNamespace: Int64
    private var nextSentJob: Int64
    /// Entities made since the last call of `takeCreated`.
    private var created: [EntityState] = []

    private struct Mentioned {
        var datasets: [EntityState]
        var namespaces: [NamespaceState]
    }

    /// What the events of a structure key list: of most events the same was listed before.
    private var mentioned: [Digest128: Mentioned] = [:]
    private static let mentionedMax = 20_000

    /// Event times beyond this lie in the future.
    var present: Int64 = .min

    private static let cachedMax = 400_000

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        nextEntity = try connection.first("SELECT COALESCE(MAX(id), 0) FROM entity") { $0.int(0) }! + 1
        nextNamespace = try connection.first("SELECT COALESCE(MAX(id), 0) FROM namespace") { $0.int(0) }! + 1
        nextSentJob = try connection.first("SELECT COALESCE(MAX(id), 0) FROM sent_job") { $0.int(0) }! + 1
    }

    func namespace(_ name: ByteString, at time: Int64) throws -> NamespaceState {
        let state = try namespaces[name] ?? loadNamespace(name) ?? makeNamespace(name, at: time)
        namespaces[name] = state
        namespaceNames[state.id] = name
        touch(state, at: time)
        return state
    }

    private func touch(_ state: NamespaceState, at time: Int64) {
        let wasDirty = state.isDirty
        state.touch(at: time, present: present)
        if state.isDirty, !wasDirty { dirtyNamespaces.append(state) }
    }

    /// The dataset of that name, made if it is new, with its times and its namespace's widened to `time`.
    func dataset(_ id: DatasetID, at time: Int64, isReported: Bool) throws -> EntityState {
        let namespace = try namespace(id.namespace, at: time)
        let state: EntityState
        if let cached = datasets[id] {
            state = cached
        } else {
            state =
                try load(.dataset, namespace.id, id.name)
                ?? make(.dataset, namespace.id, id.name, at: time, isReported: isReported)
            datasets[id] = state
        }
        touch(state, at: time, isReported: isReported)
        return state
    }

    /// The datasets that an event lists, in the order of its mentions, as `dataset(_:at:isReported:)` gives each.
    func datasets(of prepared: PreparedEvent) throws -> [EntityState] {
        let time = prepared.point.time
        guard let key = prepared.structureKey, let known = mentioned[key] else {
            var states: [EntityState] = []
            for mention in prepared.event.mentions {
                states.append(try dataset(mention.id, at: time, isReported: true))
            }
            if let key = prepared.structureKey {
                if mentioned.count >= Self.mentionedMax { mentioned.removeAll(keepingCapacity: true) }
                let names = Set(prepared.event.mentions.map(\.id.namespace))
                mentioned[key] = Mentioned(datasets: states, namespaces: names.compactMap { namespaces[$0] })
            }
            return states
        }
        for namespace in known.namespaces { touch(namespace, at: time) }
        for dataset in known.datasets { touch(dataset, at: time, isReported: true) }
        return known.datasets
    }

    /// The job of that full name, made if it is new; its own times stay as they are.
    func job(_ id: JobID, at time: Int64) throws -> EntityState {
        if let cached = jobs[id] { return cached }
        let namespace = try namespace(id.namespace, at: time)
        let state =
            try load(.job, namespace.id, id.name) ?? make(.job, namespace.id, id.name, at: time, isReported: false)
        jobs[id] = state
        return state
    }

    /// The row of a dataset, made if it is new; its times stay as they are.
    func datasetRow(_ id: DatasetID, at time: Int64) throws -> Int64 {
        try knownDataset(id)?.id ?? dataset(id, at: time, isReported: false).id
    }

    /// The dataset of that name, if there is one.
    func knownDataset(_ id: DatasetID) throws -> EntityState? {
        if let cached = datasets[id] { return cached }
        guard let namespace = try knownNamespace(id.namespace) else { return nil }
        return try load(.dataset, namespace, id.name)
    }

    /// The job of that full name, if there is one.
    func knownJob(_ id: JobID) throws -> EntityState? {
        if let cached = jobs[id] { return cached }
        guard let namespace = try knownNamespace(id.namespace) else { return nil }
        return try load(.job, namespace, id.name)
    }

    func knownNamespace(_ name: ByteString) throws -> Int64? {
        try namespaces[name]?.id ?? loadNamespace(name)?.id
    }

    func touch(_ state: EntityState, at time: Int64, isReported: Bool) {
        let wasDirty = state.isDirty
        state.touch(at: time, present: present, isReported: isReported)
        if state.isDirty, !wasDirty { dirtyEntities.append(state) }
    }

    /// Widens only the first mention: for a job that is known by a parent facet alone.
    func touchFirst(_ state: EntityState, at time: Int64) {
        guard time < state.firstSeen else { return }
        if !state.isDirty { dirtyEntities.append(state) }
        state.isDirty = true
        state.firstSeen = time
    }

    /// Notes that a lineage facet names a job: it is as old as that, whoever runs under its name.
    func noteReference(to job: EntityState, at time: Int64) throws {
        touchFirst(job, at: time)
        try connection.enqueue(
            """
            INSERT INTO job_reference (job, first) VALUES (?1, ?2)
            ON CONFLICT (job) DO UPDATE SET first = excluded.first WHERE excluded.first < job_reference.first
            """, .integer(job.id), .integer(time))
    }

    /// Computes the times of a job anew, after runs came to it or left it.
    func refreshTimes(of state: EntityState) throws {
        let first = try connection.first("SELECT MIN(time) FROM mention WHERE entity = ?1", [.integer(state.id)]) {
            $0.intOrNil(0)
        }
        let last = try connection.first(
            "SELECT MAX(time) FROM mention WHERE entity = ?1 AND time <= ?2", [.integer(state.id), .integer(present)]
        ) { $0.intOrNil(0) }
        let placeholder = try connection.first(
            "SELECT MIN(first) FROM run WHERE job = ?1 AND (flags & 64) <> 0", [.integer(state.id)]
        ) { $0.intOrNil(0) }
        let reference = try connection.first(
            "SELECT first FROM job_reference WHERE job = ?1", [.integer(state.id)]
        ) { $0.int(0) }
        if !state.isDirty { dirtyEntities.append(state) }
        state.isDirty = true
        state.firstSeen = min((first ?? nil) ?? .max, (placeholder ?? nil) ?? .max, reference ?? .max)
        state.lastSeen = (last ?? nil) ?? .min
        state.isReported = (first ?? nil) != nil
        state.observedUntil = try observedUntil(state.id)
    }

    func addMembers(_ count: Int64, to state: EntityState) {
        guard count != 0 else { return }
        if !state.isDirty { dirtyEntities.append(state) }
        state.isDirty = true
        state.members += count
    }

    func entity(_ id: Int64) throws -> EntityState? {
        if let cached = byID[id] { return cached }
        let row = try connection.first(
            "SELECT kind, namespace, name, first_seen, last_seen, reported, members FROM entity WHERE id = ?1",
            [.integer(id)]
        ) { row in
            EntityState(
                id: id, kind: EntityKind(rawValue: row.int(0)) ?? .dataset, namespace: row.int(1),
                name: ByteString(bytes: row.blob(2)), firstSeen: row.int(3), lastSeen: row.int(4),
                isReported: row.int(5) != 0, members: row.int(6))
        }
        guard let row else { return nil }
        byID[id] = row
        row.observedUntil = try observedUntil(id)
        let namespace = try namespaceName(row.namespace)
        switch row.kind {
        case .dataset: datasets[DatasetID(namespace: namespace, name: row.name)] = row
        case .job: jobs[JobID(namespace: namespace, name: row.name)] = row
        }
        return row
    }

    /// The row of a job as it was sent, made if it is new.
    func sentJob(_ id: JobID, at time: Int64) throws -> Int64 {
        if let cached = sentJobs[id] { return cached }
        let namespace = try namespace(id.namespace, at: time).id
        let found = try connection.first(
            "SELECT id FROM sent_job WHERE namespace = ?1 AND name = ?2", [.integer(namespace), .blob(id.name.bytes)]
        ) { $0.int(0) }
        if let found {
            sentJobs[id] = found
            return found
        }
        let new = nextSentJob
        nextSentJob += 1
        try connection.enqueue(
            "INSERT INTO sent_job (id, namespace, name) VALUES (?1, ?2, ?3)", .integer(new), .integer(namespace),
            .blob(id.name.bytes))
        sentJobs[id] = new
        return new
    }

    func namespaceName(_ id: Int64) throws -> ByteString {
        if let cached = namespaceNames[id] { return cached }
        guard
            let name = try connection.first(
                "SELECT name FROM namespace WHERE id = ?1", [.integer(id)], { ByteString(bytes: $0.blob(0)) })
        else { throw CatalogError.damaged("an entity without namespace") }
        namespaceNames[id] = name
        return name
    }

    func takeCreated() -> [EntityState] {
        defer { created.removeAll() }
        return created
    }

    /// Writes what changed since the last flush; the cache shrinks when it has grown beyond its bound.
    func flush() throws {
        if !dirtyEntities.isEmpty {
            // Mostly only the newest mention has changed, which fewer indexes have.
            let update = try connection.statement("UPDATE entity SET last_seen = ?2, members = ?3 WHERE id = ?1")
            for state in dirtyEntities {
                if state.hasNewOrigin {
                    try connection.enqueue(
                        "UPDATE entity SET first_seen = ?2, reported = ?3 WHERE id = ?1", .integer(state.id),
                        .integer(state.firstSeen), SQLValue(state.isReported ? 1 : 0))
                    state.hasNewOrigin = false
                }
                update.bind(1, state.id)
                update.bind(2, state.lastSeen)
                update.bind(3, state.members)
                try update.enqueue()
                state.isDirty = false
            }
            dirtyEntities.removeAll(keepingCapacity: true)
        }
        for state in dirtyNamespaces {
            try connection.enqueue(
                "UPDATE namespace SET first_seen = ?2, last_seen = ?3 WHERE id = ?1", .integer(state.id),
                .integer(state.firstSeen), .integer(state.lastSeen))
            state.isDirty = false
        }
        dirtyNamespaces.removeAll(keepingCapacity: true)
        if byID.count + sentJobs.count > Self.cachedMax { forget() }
    }

    /// Drops every cached state; what was not flushed is lost with the transaction that was rolled back.
    private func forget() {
        mentioned.removeAll()
        namespaces.removeAll()
        namespaceNames.removeAll()
        datasets.removeAll()
        jobs.removeAll()
        byID.removeAll()
        sentJobs.removeAll()
    }

    private func load(_ kind: EntityKind, _ namespace: Int64, _ name: ByteString) throws -> EntityState? {
        let statement = try connection.statement(
            """
            SELECT id, first_seen, last_seen, reported, members FROM entity
            WHERE kind = ?1 AND namespace = ?2 AND name = ?3
            """)
        statement.bind(1, kind.rawValue)
        statement.bind(2, namespace)
        statement.bind(3, name.bytes)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        if let cached = byID[statement.int(0)] { return cached }
        let state = EntityState(
            id: statement.int(0), kind: kind, namespace: namespace, name: name, firstSeen: statement.int(1),
            lastSeen: statement.int(2), isReported: statement.int(3) != 0, members: statement.int(4))
        statement.reset()
        state.observedUntil = try observedUntil(state.id)
        byID[state.id] = state
        return state
    }

    private func observedUntil(_ entity: Int64) throws -> Int64 {
        try connection.first("SELECT MAX(time) FROM mention WHERE entity = ?1", [.integer(entity)]) {
            $0.intOrNil(0) ?? .min
        } ?? .min
    }

    private func make(
        _ kind: EntityKind, _ namespace: Int64, _ name: ByteString, at time: Int64, isReported: Bool
    ) throws -> EntityState {
        let state = EntityState(
            id: nextEntity, kind: kind, namespace: namespace, name: name,
            // A name that a job may have had is not seen before a run bears it.
            firstSeen: kind == .job ? .max : time, lastSeen: time > present || kind == .job ? .min : time,
            isReported: isReported, members: 0)
        nextEntity += 1
        let insert = try connection.statement(
            """
            INSERT INTO entity (id, kind, namespace, name, first_seen, last_seen, reported, members)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
            """)
        insert.bind(1, state.id)
        insert.bind(2, kind.rawValue)
        insert.bind(3, namespace)
        insert.bind(4, name.bytes)
        insert.bind(5, state.firstSeen)
        insert.bind(6, state.lastSeen)
        insert.bind(7, isReported ? 1 : 0)
        try insert.enqueue()
        byID[state.id] = state
        created.append(state)
        return state
    }

    private func loadNamespace(_ name: ByteString) throws -> NamespaceState? {
        try connection.first(
            "SELECT id, first_seen, last_seen FROM namespace WHERE name = ?1", [.blob(name.bytes)]
        ) { NamespaceState(id: $0.int(0), name: name, firstSeen: $0.int(1), lastSeen: $0.int(2)) }
    }

    private func makeNamespace(_ name: ByteString, at time: Int64) throws -> NamespaceState {
        let state = NamespaceState(
            id: nextNamespace, name: name, firstSeen: time, lastSeen: time > present ? .min : time)
        nextNamespace += 1
        try connection.enqueue(
            "INSERT INTO namespace (id, name, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4)", .integer(state.id),
            .blob(name.bytes), .integer(time), .integer(state.lastSeen))
        return state
    }
}
