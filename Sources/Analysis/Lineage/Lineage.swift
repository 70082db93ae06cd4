package import JSONBytes
package import MetadataCatalog

/// Answers questions about lineage.
package enum Lineage {
    /// The lineage of a node, as far as the query goes.
    ///
    /// - Throws: ``NodeNotFound`` for a text that names nothing, or several things.
    package static func report(
        of node: NodeReference, _ query: LineageQuery, _ reader: CatalogReader, caches: LineageCaches
    ) throws -> LineageReport {
        let context = LineageContext(reader, caches: caches)
        let found = try NodeResolver(context).resolve(node)
        let builder = try LineageBuilder(context, query)
        switch found.node {
        case .entity(let vertex):
            let result = try builder.walk([vertex], query.direction)
            if query.withColumns { try builder.addColumns(of: result) }
        case .column(let vertex, let column):
            try builder.walkColumns([column], of: [vertex])
        case .run(let row):
            try builder.walkRun(row)
        }
        var report = try builder.report()
        report.resolved = found.resolution(canonical: try builder.canonicalID(of: found.node))
        return report
    }

    /// Datasets and jobs around a dataset, job or run, as answers of version 1 show them.
    ///
    /// A dataset comes with the jobs that touch it, so a depth is one more job away than from a job.
    /// - Throws: ``NodeNotFound``.
    package static func tables(
        around node: NodeReference, _ query: LineageQuery, _ reader: CatalogReader, caches: LineageCaches
    ) throws -> LineageReport {
        let context = LineageContext(reader, caches: caches)
        let found = try NodeResolver(context).resolve(node)
        var query = query
        let start: UInt32
        switch found.node {
        case .entity(let vertex), .column(let vertex, _): start = vertex
        case .run(let row):
            guard let vertex = UInt32(exactly: row.job) else { throw CatalogError.damaged("a run without job") }
            start = vertex
        }
        if try context.row(start).kind == .dataset { query.depthMax += 1 }
        let builder = try LineageBuilder(context, query)
        try builder.walk([start], query.direction)
        return try builder.report()
    }

    /// The lineage around all datasets and jobs of a namespace.
    ///
    /// - Parameter countMax: datasets and jobs to start from.
    package static func report(
        ofNamespace namespace: ByteString, _ query: LineageQuery, _ reader: CatalogReader, caches: LineageCaches,
        countMax: Int
    ) throws -> LineageReport {
        let context = LineageContext(reader, caches: caches)
        let records = try reader.entities(inNamespace: namespace, countMax: countMax)
            .filter { try !$0.isHidden && reader.exists($0) }
        let builder = try LineageBuilder(context, query)
        // Jobs first: a cut answer then has them with their datasets.
        let starts = records.sorted { ($0.kind.rawValue, $1.id) > ($1.kind.rawValue, $0.id) }
        try builder.walk(starts.compactMap { UInt32(exactly: $0.id) }, query.direction)
        return try builder.report()
    }

    /// The columns around a column, or around all columns of a dataset or of what a job writes.
    ///
    /// - Throws: ``NodeNotFound``.
    package static func columns(
        around node: NodeReference, _ query: LineageQuery, _ reader: CatalogReader, caches: LineageCaches
    ) throws -> LineageReport {
        let context = LineageContext(reader, caches: caches)
        let found = try NodeResolver(context).resolve(node)
        let builder = try LineageBuilder(context, query)
        switch found.node {
        case .column(let vertex, let column):
            try builder.walkColumns([column], of: [vertex])
        case .entity(let vertex):
            let starts = try context.row(vertex).kind == .dataset ? [vertex] : builder.outputs(of: vertex)
            try builder.walkColumns(nil, of: starts)
        case .run(let row):
            let outputs = try reader.structure(ofRun: row).outputs
            try builder.walkColumns(nil, of: outputs.compactMap { try context.owners.vertex(.dataset($0)) })
        }
        return try builder.report()
    }
}
