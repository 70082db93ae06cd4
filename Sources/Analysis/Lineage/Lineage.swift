import JSONBytes
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
            try builder.walkColumn(column, of: vertex)
        case .run(let row):
            try builder.walkRun(row)
        }
        var report = try builder.report()
        report.resolved = found.resolution(canonical: try builder.canonicalID(of: found.node))
        return report
    }
}
