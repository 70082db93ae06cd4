import Analysis
import JSONBytes
import SQLLineage

/// What a SQL text reads and writes, from the text alone.
struct SQLRoutes: Sendable {
    let reading: CatalogReading

    var routes: [Route] {
        [
            Route(
                .post, "/api/v2/sql", scope: .read, summary: "Tells what a SQL text reads and writes",
                handler: analyze)
        ]
    }

    @Sendable
    private func analyze(_ context: RequestContext) async throws -> Response {
        let request = try await context.jsonBody()
        var errors: [String] = []
        let text = request["sql"]?.byteString?.bytes
        if text == nil { errors.append("sql must be a text") }
        let dialect = Self.dialect(request["dialect"])
        if dialect == nil {
            let names = SQLDialect.allCases.map(\.rawValue).joined(separator: ", ")
            errors.append("dialect must be one of \(names)")
        }
        let schema = request["schema"].flatMap { $0.isNull ? nil : $0 }
        let catalog = schema.map(SQLSchema.catalog) ?? SQLCatalog()
        if catalog == nil { errors.append("schema must be an object of tables, each a list of column names") }
        guard errors.isEmpty, let text, let dialect, let catalog else { throw HTTPError.unprocessable(errors) }
        guard text.count <= Limits.sqlBytesMax else {
            throw HTTPError(
                413, id: "sql-too-large", "The SQL text is larger than \(Limits.sqlBytesMax) bytes.",
                hint: "Send one statement at a time, or use wherefrom sql, which has no such bound.")
        }
        let analyzer = SQLAnalyzer(
            dialect: dialect, catalog: catalog,
            defaults: .init(catalog: request["defaultCatalog"]?.string, schema: request["defaultSchema"]?.string))
        // On a thread of the readers: a long text would hold up the threads that serve all requests.
        let result = try await reading.read { _ in text.withUnsafeBufferPointer { analyzer.analyze($0) } }
        var writer = JSONWriter()
        SQLReport(result).write(to: &writer)
        return context.json(writer)
    }

    /// ANSI if nothing is said, nil for a name that is not known.
    private static func dialect(_ json: JSONValue?) -> SQLDialect? {
        guard let json, !json.isNull else { return .ansi }
        return json.string.flatMap(SQLDialect.init(name:))
    }
}
