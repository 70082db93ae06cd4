package import JSONBytes
package import OpenLineage

/// The columns of a dataset from what its readers and writers say.
package enum SchemaFold {
    /// One column as one job reports it.
    package struct Column: Hashable, Sendable {
        package var name: ByteString
        package var type: ByteString?
        package var description: ByteString?

        package init(name: ByteString, type: ByteString?, description: ByteString?) {
            self.name = name
            self.type = type
            self.description = description
        }
    }

    /// What one job in one role says last.
    package struct Report: Sendable {
        package var point: OrderPoint
        package var isWriter: Bool
        /// Whether its columns cover those of the same event's column lineage.
        package var isComplete: Bool
        package var columns: [Column]

        package init(point: OrderPoint, isWriter: Bool, isComplete: Bool, columns: [Column]) {
            self.point = point
            self.isWriter = isWriter
            self.isComplete = isComplete
            self.columns = columns
        }
    }

    /// The union of all reports, except that readers and older writers lose the columns that the newest complete writer
    /// does not have.
    ///
    /// - Returns: each column once; the columns of the newest complete writer first, in its order, then the others by the
    ///   age of their report. Type and description come from the newest report that gives them.
    package static func columns(of reports: [Report]) -> [Column] {
        let complete = reports.filter { $0.isWriter && $0.isComplete }.max { $0.point < $1.point }
        var order: [ByteString] = []
        var result: [ByteString: Column] = [:]
        let allowed = complete.map { Set($0.columns.map(\.name)) }
        func add(_ report: Report, restricted: Bool) {
            for column in report.columns {
                if restricted, let allowed, !allowed.contains(column.name) { continue }
                if var known = result[column.name] {
                    known.type = known.type ?? column.type
                    known.description = known.description ?? column.description
                    result[column.name] = known
                } else {
                    result[column.name] = column
                    order.append(column.name)
                }
            }
        }
        if let complete { order = uniqueNames(complete.columns) }
        let ordered = order
        order = []
        for report in reports.sorted(by: { $1.point < $0.point }) {
            let isNewerWriter = report.isWriter && complete.map { $0.point < report.point } ?? true
            add(report, restricted: !isNewerWriter)
        }
        let rest = order.filter { !ordered.contains($0) }
        return (ordered + rest).compactMap { result[$0] }
    }

    private static func uniqueNames(_ columns: [Column]) -> [ByteString] {
        var seen: Set<ByteString> = []
        return columns.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Whether the `schema` facet of a mention has every column of its `columnLineage` facet.
    package static func isComplete(_ facets: FacetSet) -> Bool {
        guard let lineage = facets["columnLineage"], !lineage.isDeleted, let fields = lineage.value["fields"] else {
            return true
        }
        let names = Set(
            (facets["schema"]?.value["fields"].map { Array($0.elements) } ?? []).compactMap {
                $0["name"]?.byteString
            })
        return fields.members.allSatisfy { $0.value.isNull || names.contains($0.key) }
    }

    /// The columns that a `schema` facet lists; nested fields belong to their column.
    package static func columns(of facet: JSONValue) -> [Column] {
        (facet["fields"].map { Array($0.elements) } ?? []).compactMap { field in
            guard let name = field["name"]?.byteString else { return nil }
            return Column(
                name: name, type: field["type"]?.byteString, description: field["description"]?.byteString)
        }
    }
}
