import JSONBytes
package import MetadataCatalog
import OpenLineage

/// What requests about lineage share: values that are costly to read and never change.
///
/// `@unchecked Sendable`: `lock` guards the kinds; the structures guard themselves.
package final class LineageCaches: @unchecked Sendable {
    package let structures = StructureCache()
    private let lock = Lock()
    private var kinds: [[Digest128]: DatasetKind] = [:]

    /// Columns by dataset and the records that tell them.
    private var columns = BoundedCache<ColumnsKey, [SchemaFold.Column]>(bytesMax: 32 << 20)

    private struct ColumnsKey: Hashable {
        var dataset: Int64
        var records: [Int64]
    }

    /// What was hidden at present after a commit.
    private var hidden: (revision: UInt64, entities: Set<UInt32>)?
    /// What the names of datasets are compared by; nil: names of that kind are not compared.
    private var tableKeys: [UInt32: NormalizedTableKey?] = [:]

    /// The data of nodes of graphs as text, as they were at present after a commit.
    private var nodes: (revision: UInt64, texts: BoundedCache<NodeID, [UInt8]>)?
    private static let nodeBytesMax = 64 << 20

    private static let kindsMax = 100_000
    private static let tableKeysMax = 50_000

    /// The history of the catalog in whose numbers all of this is told.
    private let history: Int
    /// What holds for a later history.
    private var successor: LineageCaches?

    package convenience init() { self.init(history: 0) }

    private init(history: Int) { self.history = history }

    /// What holds for the history that `reader` reads.
    package func holding(for reader: CatalogReader) -> LineageCaches {
        guard reader.history != history else { return self }
        return lock.withLock {
            if let successor, successor.history == reader.history { return successor }
            let made = LineageCaches(history: reader.history)
            if reader.history > successor?.history ?? history { successor = made }
            return made
        }
    }

    /// The kind that a combination of facet values stands for.
    func kind(for hashes: [Digest128], _ make: () throws -> DatasetKind) rethrows -> DatasetKind {
        if let known = lock.withLock({ kinds[hashes] }) { return known }
        let made = try make()
        lock.withLock {
            if kinds.count >= Self.kindsMax { kinds.removeAll(keepingCapacity: true) }
            kinds[hashes] = made
        }
        return made
    }
}

extension LineageCaches {
    /// The text of a node's data, written once for each commit.
    package func node(_ id: NodeID, _ reader: CatalogReader, _ make: () throws -> [UInt8]) rethrows -> [UInt8] {
        guard reader.isPresent else { return try make() }
        let known = lock.withLock { nodes?.revision == reader.revision ? nodes?.texts.find(id) : nil }
        if let known { return known }
        let made = try make()
        lock.withLock {
            if nodes.map({ $0.revision < reader.revision }) ?? true {
                nodes = (reader.revision, BoundedCache(bytesMax: Self.nodeBytesMax))
            }
            if nodes?.revision == reader.revision { nodes?.texts.insert(made, for: id, weight: made.count + 200) }
        }
        return made
    }

    /// The datasets and jobs that are hidden at the time of the reader.
    ///
    /// Only a commit changes what is hidden at present, so it is looked up once for each.
    func hidden(_ reader: CatalogReader) throws -> Set<UInt32> {
        guard reader.isPresent else { return try reader.hiddenEntities() }
        if let known = lock.withLock({ hidden }), known.revision == reader.revision { return known.entities }
        let found = try reader.hiddenEntities()
        lock.withLock {
            if hidden.map({ $0.revision < reader.revision }) ?? true { hidden = (reader.revision, found) }
        }
        return found
    }

    /// What the name of a dataset is compared by, to find others that look like the same table.
    func tableKey(of vertex: UInt32, _ id: DatasetID) -> NormalizedTableKey? {
        if let known = lock.withLock({ tableKeys[vertex] }) { return known }
        let made = Naming.normalizedTableKey(id)
        lock.withLock {
            if tableKeys.count >= Self.tableKeysMax { tableKeys.removeAll(keepingCapacity: true) }
            tableKeys[vertex] = .some(made)
        }
        return made
    }

    /// The columns of a dataset that the given steps of its registers tell.
    func columns(
        of dataset: Int64, _ steps: [ObservationReader.RegisterStep], _ make: () throws -> [SchemaFold.Column]
    ) rethrows -> [SchemaFold.Column] {
        let key = ColumnsKey(dataset: dataset, records: steps.map(\.seq))
        if let known = lock.withLock({ columns.find(key) }) { return known }
        let made = try make()
        lock.withLock {
            columns.insert(made, for: key, weight: 200 + 8 * key.records.count + 150 * made.count)
        }
        return made
    }
}

/// One state of the catalog with what an answer has looked up in it so far.
package final class LineageContext {
    package let reader: CatalogReader
    package let owners: OwnerReader
    let caches: LineageCaches
    private var rows: [UInt32: EntityRecord] = [:]

    package init(_ reader: CatalogReader, caches: LineageCaches) {
        self.reader = reader
        self.caches = caches.holding(for: reader)
        owners = OwnerReader(reader, cache: self.caches.structures)
    }

    /// - Throws: ``CatalogError/damaged(_:)`` if there is no such dataset or job.
    package func row(_ vertex: UInt32) throws -> EntityRecord {
        if let known = rows[vertex] { return known }
        guard let row = try reader.entity(Int64(vertex)) else {
            throw CatalogError.damaged("an edge to nothing")
        }
        rows[vertex] = row
        return row
    }

    package func nodeID(_ vertex: UInt32) throws -> NodeID {
        let row = try row(vertex)
        return row.kind == .job ? .job(row.jobID) : .dataset(row.datasetID)
    }

    /// What a dataset or job is, by the rules.
    package func kind(of row: EntityRecord) throws -> String {
        guard row.kind == .dataset else { return "job" }
        let facets = try reader.kindFacets(of: row)
        if !facets.isEmpty {
            // The name does not count here, so that datasets with equal facets share an entry.
            let kind = try caches.kind(for: facets.map(\.hash)) {
                DatasetKind(
                    of: DatasetID(namespace: "", name: ""), facets: try reader.facetSet(facets, of: row.datasetID))
            }
            if kind != .unknown { return kind.rawValue }
        }
        return DatasetKind(of: row.datasetID).rawValue
    }

    /// The columns of a dataset by what its readers and writers say.
    package func columns(of row: EntityRecord) throws -> [SchemaFold.Column] {
        let steps = try reader.schemaSteps(of: row.id)
        if steps.isEmpty { return [] }
        return try caches.columns(of: row.id, steps) { try reader.columns(of: row.datasetID, steps) }
    }

    /// What the answer says about itself, apart from its own counts.
    package func completeness() throws -> Completeness {
        var result = Completeness()
        result.asOf = reader.isPresent ? nil : reader.time
        let head = try reader.logHead()
        result.logPosition = head.seq
        result.logHead = head.chain.hex
        return result
    }
}
