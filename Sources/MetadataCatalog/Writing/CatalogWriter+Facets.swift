import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    /// Notes that an event mentions an entity.
    func mention(_ entity: EntityState, role: MentionRole, sentJob: Int64, _ point: OrderPoint, _ seq: Int64) throws {
        let insert = try connection.statement(
            """
            INSERT INTO mention (entity, time, seq, role, sent_job) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO NOTHING
            """)
        insert.bind(1, entity.id)
        insert.bind(2, point.time)
        insert.bind(3, seq)
        insert.bind(4, role.rawValue)
        insert.bind(5, sentJob)
        try insert.enqueue()
        entity.observedUntil = max(entity.observedUntil, point.time)
    }

    /// Takes in the datasets that an event lists and those that its lineage facets name.
    func addMentions(of prepared: PreparedEvent, sentJob: Int64, seq: Int64) throws {
        let event = prepared.event
        let datasets = try entities.datasets(of: prepared)
        var index = 0
        for (mentions, role) in [
            (event.inputs, MentionRole.input), (event.outputs, .output), (event.dataset.map { [$0] } ?? [], .declared),
        ] {
            for mention in mentions {
                let hash = prepared.facetHashes[index]
                let entity = datasets[index]
                index += 1
                let wasNewest = prepared.point.time > entity.observedUntil
                try self.mention(entity, role: role, sentJob: sentJob, prepared.point, seq)
                guard let hash else { continue }
                try observe(
                    Observation(
                        entity: entity, facets: mention.facets, hash: hash, scope: Scope(sentJob: sentJob, role: role),
                        isNewest: wasNewest), prepared, seq)
            }
        }
        guard prepared.structureKey != nil else { return }
        try addReferences(of: prepared, sentJob: sentJob, seq: seq)
    }

    /// What an event names only inside its facets.
    struct References {
        var datasets: [DatasetID]
        var jobs: [JobID]
    }

    /// Datasets and jobs that only lineage facets or symlinks name exist as well.
    private func addReferences(of prepared: PreparedEvent, sentJob: Int64, seq: Int64) throws {
        guard let key = prepared.structureKey else { return }
        let named = references.value(for: key) { () -> References in
            let structure = RunFold([prepared.fragment]).structure
            var datasets = Set(SymlinkReader.aliases(in: prepared.event, scope: prepared.scope))
            var jobs: Set<JobID> = []
            for endpoint in structure.derivations.flatMap({ [$0.target] + $0.endpoints }) {
                switch endpoint {
                case .dataset(let id): datasets.insert(id)
                case .job(let id): jobs.insert(id)
                case .ownJob: break
                }
            }
            return References(
                datasets: datasets.subtracting(structure.inputs).subtracting(structure.outputs).sorted(),
                jobs: jobs.sorted())
        }
        for id in named.jobs {
            _ = try entities.namespace(id.namespace, at: prepared.point.time)
            try entities.noteReference(to: try entities.job(id, at: prepared.point.time), at: prepared.point.time)
        }
        for id in named.datasets where id != prepared.event.dataset?.id {
            let entity = try entities.dataset(id, at: prepared.point.time, isReported: false)
            try mention(entity, role: .reference, sentJob: sentJob, prepared.point, seq)
        }
    }

    /// Takes in the facets of an event's job.
    ///
    /// - Parameter isNewest: no younger event of the job is known.
    func observeJobFacets(
        of entity: EntityState, _ prepared: PreparedEvent, _ seq: Int64, isNewest: Bool
    ) throws {
        guard let hash = prepared.jobFacetHash, let facets = prepared.event.job?.facets else { return }
        try observe(
            Observation(
                entity: entity, facets: facets, hash: hash, scope: nil, isNewest: isNewest),
            prepared, seq)
    }

    /// Takes back what an event says about a job that turns out not to be its own.
    func retractJobFacets(of entity: EntityState, _ prepared: PreparedEvent) throws {
        guard prepared.jobFacetHash != nil, let facets = prepared.event.job?.facets else { return }
        let observation = Observation(
            entity: entity, facets: facets, hash: Digest128(high: 0, low: 0), scope: nil, isNewest: false)
        for facet in facets {
            try registers.retract(entity.id, RegisterKey.facet(facet.name), at: prepared.point) {
                try self.nextObservation(of: observation, facet: facet.name, after: $0, before: $1)
            }
        }
        entity.knownFacets.removeAll()
    }

    // MARK: - Registers

    /// Who says something about a dataset, for the registers of schemas.
    struct Scope: Hashable {
        var sentJob: Int64
        var role: MentionRole
    }

    struct Observation {
        var entity: EntityState
        var facets: FacetSet
        var hash: Digest128
        /// nil for the facets of a job.
        var scope: Scope?
        /// Whether no younger event mentions the entity.
        var isNewest: Bool

        /// Schemas are registers of their own for each job and role, so the same facets said by another are news.
        var cacheKey: Digest128 {
            guard let scope else { return hash }
            return Digest128(
                high: hash.high ^ UInt64(bitPattern: scope.sentJob &* 0x9E37_79B9),
                low: hash.low ^ UInt64(bitPattern: scope.role.rawValue &+ 1))
        }
    }

    private func observe(_ observation: Observation, _ prepared: PreparedEvent, _ seq: Int64) throws {
        let entity = observation.entity
        if let since = entity.knownFacets[observation.cacheKey], prepared.point.time > since { return }
        var changed = false
        var since = Int64.min
        for facet in observation.facets {
            let key =
                if facet.name == "schema", let scope = observation.scope {
                    RegisterKey.schema(sentJob: scope.sentJob, role: scope.role)
                } else {
                    RegisterKey.facet(facet.name)
                }
            let value = value(of: facet, in: observation, prepared)
            let change = RegisterStore.Change(point: prepared.point, seq: seq, value: value)
            if try registers.observe(
                entity.id, key, change, isNewest: observation.isNewest,
                next: { try self.nextObservation(of: observation, facet: facet.name, after: $0, before: $1) })
            {
                changed = true
                try noteChange(of: facet, entity: entity)
            }
            if let present = try registers.last(entity.id, key, atOrBefore: .end(of: .max)) {
                since = present.value == value ? max(since, present.point.time) : .max
            }
        }
        if changed { entity.knownFacets.removeAll() }
        if since != .max {
            if entity.knownFacets.count >= Self.knownFacetsMax { entity.knownFacets.removeAll() }
            entity.knownFacets[observation.cacheKey] = since
        }
    }

    private static let knownFacetsMax = 64

    /// The hash that stands for a facet's value; for a schema it also tells whether the schema is complete.
    private func value(of facet: Facet, in observation: Observation, _ prepared: PreparedEvent) -> Digest128 {
        var hash = prepared.hash(of: facet)
        if facet.name == "schema", observation.scope != nil {
            hash.low &= ~1
            if SchemaFold.isComplete(observation.facets) { hash.low |= 1 }
        }
        return hash
    }

    /// The next event after `point` and before `end` that carries the facet, from the log.
    private func nextObservation(
        of observation: Observation, facet name: ByteString, after point: OrderPoint, before end: OrderPoint?
    ) throws -> RegisterStore.Change? {
        let entity = observation.entity
        let namespace = try entities.namespaceName(entity.namespace)
        var next: RegisterStore.Change?
        try connection.query(
            """
            SELECT seq, role, sent_job FROM mention WHERE entity = ?1 AND time >= ?2 AND time <= ?3 ORDER BY time, seq
            """, [.integer(entity.id), .integer(point.time), .integer(end?.time ?? .max)]
        ) { row in
            let (seq, role, sentJob) = (row.int(0), row.int(1), row.int(2))
            if let scope = observation.scope, name == "schema",
                scope.sentJob != sentJob || scope.role.rawValue != role
            {
                return true
            }
            guard let prepared = try preparedEvent(seq), prepared.point > point,
                entity.kind == .job || prepared.scope.allows(namespace)
            else { return true }
            if let next, prepared.point.time > next.point.time { return false }
            for facets in facetSets(of: prepared.event, entity: entity, role: role) {
                guard let facet = facets[name] else { continue }
                var other = observation
                other.facets = facets
                let change = RegisterStore.Change(
                    point: prepared.point, seq: seq, value: value(of: facet, in: other, prepared))
                if next.map({ change.point < $0.point }) ?? true { next = change }
            }
            return true
        }
        return next
    }

    private func facetSets(of event: OpenLineageEvent, entity: EntityState, role: Int64) -> [FacetSet] {
        let mentions: [DatasetMention] =
            switch MentionRole(rawValue: role) {
            case .job: []
            case .input: event.inputs
            case .output: event.outputs
            case .declared: event.dataset.map { [$0] } ?? []
            case .reference, nil: []
            }
        if role == MentionRole.job.rawValue { return event.job.map { [$0.facets] } ?? [] }
        return mentions.filter { mention in
            mention.id.name == entity.name
                && (try? entities.namespaceName(entity.namespace)) == mention.id.namespace
        }.map(\.facets)
    }

    func preparedEvent(_ seq: Int64) throws -> PreparedEvent? {
        guard let record = try observations.payloads.record(seq) else { return nil }
        return PreparedEvent(record.event, raw: record.bytes[...], codec: codec, scope: record.scope)
    }

    /// What depends on a facet's value: names to search for, aliases, sources.
    private func noteChange(of facet: Facet, entity: EntityState) throws {
        if entity.kind == .dataset {
            if facet.name == "symlinks" { aliasChanges.insert(entity.id) }
            if CatalogReader.kindFacetNames.contains(facet.name) {
                try connection.enqueue(
                    "UPDATE entity SET kind_facets = 1 WHERE id = ?1 AND kind_facets = 0", .integer(entity.id))
            }
            if facet.name == "schema" {
                try search.addColumns(of: facet.value, entity: entity.id)
            }
            if facet.name == "dataSource" { try noteSource(facet, of: entity.id) }
        }
        if facet.name == "documentation", let text = facet.value["description"]?.byteString {
            try search.add(text, field: .description, entity: entity.id)
        }
        if facet.name == "tags" {
            for tag in facet.value["tags"].map({ Array($0.elements) }) ?? [] {
                if let key = tag["key"]?.byteString { try search.add(key, field: .tag, entity: entity.id) }
            }
        }
    }

    private func noteSource(_ facet: Facet, of dataset: Int64) throws {
        guard !facet.isDeleted, let name = facet.value["name"]?.byteString else { return }
        try connection.enqueue(
            "INSERT INTO source_dataset (source, dataset) VALUES (?1, ?2) ON CONFLICT DO NOTHING", .blob(name.bytes),
            .integer(dataset))
    }
}
