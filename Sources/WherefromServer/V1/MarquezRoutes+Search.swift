import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    var searchRoutes: [Route] {
        [
            Route(
                .get, "/api/v1/search", scope: .read,
                summary: "Finds datasets and jobs by names, columns, descriptions and tags", handler: search),
            Route(
                .get, "/api/v2beta/search/jobs", scope: .read, summary: "Finds jobs, with what was found marked"
            ) { try await searchDocuments($0, kind: .job) },
            Route(
                .get, "/api/v2beta/search/datasets", scope: .read, summary: "Finds datasets, with what was found marked"
            ) { try await searchDocuments($0, kind: .dataset) },
            Route(
                .get, "/api/v2/search", scope: .read,
                summary: "Finds datasets and jobs and says where the text was found",
                handler: searchV2),
        ]
    }

    private enum Filter: String, CaseIterable {
        case dataset = "DATASET"
        case job = "JOB"

        var kind: EntityKind { self == .job ? .job : .dataset }
    }

    private enum Sort: String, CaseIterable {
        case name = "NAME"
        case updateAt = "UPDATE_AT"
        /// As Marquez documents it, and does not take it.
        case updatedAt = "UPDATED_AT"
    }

    @Sendable
    private func search(_ context: RequestContext) async throws -> Response {
        var request = SearchRequest(text: try context.required("q"))
        request.kind = try context.choice("filter", of: Filter.self)?.kind
        request.namespace = context.query("namespace").flatMap { $0.isEmpty ? nil : $0 }
        request.limit = try context.limit(default: 10)
        request.updatedFrom = try Self.day("after", context)
        request.updatedBefore = try Self.day("before", context)
        switch try context.choice("sort", of: Sort.self) {
        case .name: request.order = .name
        case .updateAt, .updatedAt: request.order = .updatedAt
        case nil: break
        }
        let asked = request
        return try await answer(context) { reader, writer in
            let result = try reader.search(asked)
            writer.beginObject()
            writer.member("totalCount", result.total)
            writer.list("results", result.hits) { writer, hit in
                writer.beginObject()
                writer.member("type", hit.entity.kind == .dataset ? "DATASET" : "JOB")
                writer.member("name", hit.entity.name)
                writer.instant("updatedAt", hit.entity.updatedAt)
                writer.member("namespace", hit.entity.namespace)
                writer.member("nodeId", hit.entity.nodeID)
                writer.endObject()
            }
            writer.endObject()
        }
    }

    /// Midnight UTC of a date `YYYY-MM-DD`.
    private static func day(_ name: String, _ context: RequestContext) throws -> Int64? {
        guard let value = context.query(name), !value.isEmpty else { return nil }
        guard value.count == 10, let (time, oddities) = EventTime.parse(value), oddities.contains(.dateOnly) else {
            throw HTTPError.invalidParameters(["query param \(name) must match YYYY-MM-DD"])
        }
        return time.nanoseconds
    }

    @Sendable
    private func searchV2(_ context: RequestContext) async throws -> Response {
        var request = SearchRequest(text: try context.required("q"))
        request.kind = try context.choice("type", of: Filter.self)?.kind
        request.namespace = context.query("namespace").flatMap { $0.isEmpty ? nil : $0 }
        request.limit = try context.limit(default: 20)
        let asked = request
        return try await answer(context) { reader, writer in
            let result = try reader.search(asked)
            writer.beginObject()
            writer.list("results", result.hits) { $0.searchHit($1) }
            writer.member("total", result.total)
            writer.key("completeness")
            writer.beginObject()
            writer.instant("asOf", reader.isPresent ? nil : reader.time)
            let head = try reader.logHead()
            writer.member("logPosition", head.seq)
            writer.member("logHead", head.chain.hex)
            writer.member("truncated", result.total > result.hits.count)
            // There are more names or hits than a search looks at.
            writer.member("bounded", result.isBounded)
            writer.endObject()
            writer.endObject()
        }
    }

    // MARK: - Documents

    private func searchDocuments(_ context: RequestContext, kind: EntityKind) async throws -> Response {
        var request = SearchRequest(text: try context.required("q"))
        request.kind = kind
        request.limit = try context.limit(default: 10, max: 100)
        let asked = request
        return try await answer(context) { reader, writer in
            let hits = try reader.search(asked).hits
            writer.beginObject()
            writer.key("hits")
            writer.beginArray()
            for hit in hits {
                if kind == .job {
                    try writer.jobDocument(hit.entity, reader)
                } else {
                    try writer.datasetDocument(hit.entity, reader)
                }
            }
            writer.endArray()
            writer.list("highlights", hits) { $0.highlights(of: $1, asked.text) }
            writer.endObject()
        }
    }
}

extension EntityRecord {
    var nodeID: ByteString { kind == .dataset ? datasetID.nodeID : jobID.nodeID }
}

extension JSONWriter {
    fileprivate mutating func searchHit(_ hit: SearchHit) {
        beginObject()
        member("type", hit.entity.kind == .dataset ? "dataset" : "job")
        member("namespace", hit.entity.namespace)
        member("name", hit.entity.name)
        member("nodeId", hit.entity.nodeID)
        list("matched", hit.matches) { writer, match in
            writer.beginObject()
            writer.member("field", "\(match.field)")
            writer.member("text", match.text)
            writer.endObject()
        }
        instant("updatedAt", hit.entity.updatedAt)
        endObject()
    }

    fileprivate mutating func jobDocument(_ job: EntityRecord, _ reader: CatalogReader) throws {
        let detail = try reader.detail(ofJob: job, runsMax: 1)
        beginObject()
        uuid("run_id", detail.latestRun?.uuid)
        member("eventType", detail.latestRun.flatMap { reader.lastEventType(of: $0) })
        member("name", job.name)
        member("type", detail.type.rawValue)
        member("namespace", job.namespace)
        facets("facets", detail.facets)
        facets("runFacets", detail.latestRun?.facets ?? [])
        endObject()
    }

    fileprivate mutating func datasetDocument(_ dataset: EntityRecord, _ reader: CatalogReader) throws {
        let detail = try reader.detail(ofDataset: dataset)
        let run = try reader.versions(of: dataset, limit: 1, offset: 0).first?.run
        let use = run?.outputs.first { $0.id == dataset.datasetID }
        beginObject()
        uuid("run_id", run?.uuid)
        member("eventType", run.flatMap { reader.lastEventType(of: $0) })
        member("name", dataset.name)
        member("namespace", dataset.namespace)
        facets("facets", detail.facets)
        facets("inputFacets", [])
        facets("outputFacets", use?.facets ?? [])
        endObject()
    }

    /// Paths of a document with the texts in which the search's words are marked.
    fileprivate mutating func highlights(of hit: SearchHit, _ text: ByteString) {
        beginObject()
        var seen: Set<String> = []
        for match in hit.matches {
            let path =
                switch match.field {
                case .name: "name"
                case .namespace: "namespace"
                case .column: "facets.schema.fields.name"
                case .description: "facets.documentation.description"
                case .tag: "facets.tags.tags.key"
                }
            guard seen.insert(path).inserted else { continue }
            key(ByteString(path))
            beginArray()
            for same in hit.matches where same.field == match.field { value(Highlight.marked(same.text, text)) }
            endArray()
        }
        endObject()
    }
}

/// Marks the words of a search in a text with `<em>`; what is markup in the text is escaped.
enum Highlight {
    static func marked(_ text: ByteString, _ query: ByteString) -> ByteString {
        let words = query.bytes.split { !isWordByte($0) }.map { $0.map(SearchWords.folded) }
        var result: [UInt8] = []
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            let word = words.first { word in
                rest.count >= word.count && zip(rest, word).allSatisfy { SearchWords.folded($0) == $1 }
            }
            if let word {
                result += Array("<em>".utf8)
                append(rest.prefix(word.count), to: &result)
                result += Array("</em>".utf8)
                index += word.count
            } else {
                append(rest.prefix(1), to: &result)
                index += 1
            }
        }
        return ByteString(bytes: result)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func append(_ bytes: some Sequence<UInt8>, to result: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            default: result.append(byte)
            }
        }
    }
}
