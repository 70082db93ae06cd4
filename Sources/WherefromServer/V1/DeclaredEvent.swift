import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage

/// An OpenLineage event that a call of the deprecated write API stands for, so that a rebuild of the catalog from the
/// log brings back what the call did.
struct DeclaredEvent {
    static let producer = "urn:wherefrom:api-v1"
    private static let spec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
    private static let declaredSchema = "urn:wherefrom:facet:declared:1-0-0"

    private var writer = JSONWriter()

    /// Begins an event; `body` writes its members after the common ones.
    private init(_ kind: StaticString, at time: EventTime, _ body: (inout JSONWriter) -> Void) {
        writer.beginObject()
        writer.member("eventTime", time.description)
        writer.member("producer", Self.producer)
        writer.member("schemaURL", Self.spec + kind.description)
        body(&writer)
        writer.endObject()
    }

    /// The event as it is submitted.
    ///
    /// - Throws: 422 if it cannot be one, as with a time that has no representation.
    func submission(codec: PayloadCodec, _ context: RequestContext) throws -> Catalog.Submission {
        let bytes = writer.bytes
        do {
            let event = try OpenLineageEvent(decoding: JSONDocument(parsing: bytes).root)
            let scope = context.principal.permission.namespaces.map(NamespaceScope.init)
            return .commandedEvent(
                PreparedEvent(event, raw: bytes[...], codec: codec, scope: scope),
                Receipt(time: context.receivedAt, keyName: context.principal.keyName))
        } catch let rejection as EventRejection {
            throw HTTPError.unprocessable(rejection.errors)
        }
    }

    // MARK: - Events

    static func dataset(_ dataset: DeclaredDataset, at time: EventTime) -> DeclaredEvent {
        DeclaredEvent("DatasetEvent", at: time) { writer in
            writer.key("dataset")
            dataset.write(to: &writer)
        }
    }

    static func job(_ job: DeclaredJob, at time: EventTime) -> DeclaredEvent {
        DeclaredEvent("JobEvent", at: time) { writer in
            writer.key("job")
            job.write(to: &writer)
            job.writeDatasets(to: &writer)
        }
    }

    /// An event of a run: of no type where only facts about it are added.
    static func run(
        _ run: DeclaredRun, of job: JobID, _ type: EventType, at time: EventTime,
        outputs: (inout JSONWriter) -> Void = { _ in }
    ) -> DeclaredEvent {
        DeclaredEvent("RunEvent", at: time) { writer in
            if let text = type.text { writer.member("eventType", text) }
            writer.key("run")
            run.write(to: &writer)
            writer.key("job")
            writer.beginObject()
            writer.member("namespace", job.namespace)
            writer.member("name", job.name)
            writer.endObject()
            outputs(&writer)
        }
    }

    // MARK: - Facets

    static func facet(
        _ key: StaticString, file: String, to writer: inout JSONWriter, _ body: (inout JSONWriter) -> Void
    ) {
        writer.key(key)
        writer.beginObject()
        writer.member("_producer", producer)
        writer.member("_schemaURL", "https://openlineage.io/spec/facets/" + file)
        body(&writer)
        writer.endObject()
    }

    /// What no facet of the specification holds.
    static func declaredFacet(to writer: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
        writer.key(DeclaredFacet.name)
        writer.beginObject()
        writer.member("_producer", producer)
        writer.member("_schemaURL", declaredSchema)
        body(&writer)
        writer.endObject()
    }
}

/// The body of `PUT …/datasets/{dataset}`.
struct DeclaredDataset: Sendable {
    struct Field: Sendable {
        var name: ByteString
        var type: ByteString?
        var description: ByteString?
        var tags: [ByteString]
    }

    var id: DatasetID
    var type: ByteString
    var physicalName: ByteString
    var sourceName: ByteString
    var sourceURL: ByteString
    var schemaLocation: ByteString?
    /// nil: nothing is said about columns.
    var fields: [Field]?
    var description: ByteString?

    /// Writes the dataset with its facets.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("namespace", id.namespace)
        writer.member("name", id.name)
        writer.key("facets")
        writer.beginObject()
        if let fields { write(fields, to: &writer) }
        if let description {
            DeclaredEvent.facet(
                "documentation", file: "1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet",
                to: &writer
            ) { $0.member("description", description) }
        }
        DeclaredEvent.facet(
            "dataSource", file: "1-0-1/DatasourceDatasetFacet.json#/$defs/DatasourceDatasetFacet", to: &writer
        ) {
            $0.member("name", sourceName)
            $0.member("uri", sourceURL)
        }
        DeclaredEvent.declaredFacet(to: &writer) {
            $0.member("type", type)
            $0.member("physicalName", physicalName)
            $0.member("sourceName", sourceName)
            if let schemaLocation { $0.member("schemaLocation", schemaLocation) }
        }
        writer.endObject()
        writer.endObject()
    }

    private func write(_ fields: [Field], to writer: inout JSONWriter) {
        DeclaredEvent.facet(
            "schema", file: "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet", to: &writer
        ) { writer in
            writer.list("fields", fields) { writer, field in
                writer.beginObject()
                writer.member("name", field.name)
                if let type = field.type { writer.member("type", type) }
                if let description = field.description { writer.member("description", description) }
                writer.endObject()
            }
        }
    }
}

/// The body of `PUT …/jobs/{job}`.
struct DeclaredJob: Sendable {
    var id: JobID
    var type: ByteString
    var location: ByteString?
    var description: ByteString?
    var inputs: [DatasetID]
    var outputs: [DatasetID]

    /// Writes the job with its facets.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("namespace", id.namespace)
        writer.member("name", id.name)
        writer.key("facets")
        writer.beginObject()
        if let description {
            DeclaredEvent.facet(
                "documentation", file: "1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet", to: &writer
            ) { $0.member("description", description) }
        }
        if let location {
            DeclaredEvent.facet(
                "sourceCodeLocation",
                file: "1-0-1/SourceCodeLocationJobFacet.json#/$defs/SourceCodeLocationJobFacet", to: &writer
            ) {
                $0.member("type", "git")
                $0.member("url", location)
            }
        }
        DeclaredEvent.declaredFacet(to: &writer) { $0.member("type", type) }
        writer.endObject()
        writer.endObject()
    }

    func writeDatasets(to writer: inout JSONWriter) {
        writer.datasetIDs("inputs", inputs)
        writer.datasetIDs("outputs", outputs)
    }
}

/// The body of `POST …/jobs/{job}/runs`.
struct DeclaredRun: Sendable {
    var id: ByteString
    var nominalStart: EventTime?
    var nominalEnd: EventTime?
    /// nil: nothing is said about arguments.
    var args: [(name: ByteString, value: ByteString)]?

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("runId", id)
        writer.key("facets")
        writer.beginObject()
        if nominalStart != nil || nominalEnd != nil {
            DeclaredEvent.facet(
                "nominalTime", file: "1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet", to: &writer
            ) {
                $0.member("nominalStartTime", nominalStart?.description)
                $0.member("nominalEndTime", nominalEnd?.description)
            }
        }
        if let args {
            DeclaredEvent.declaredFacet(to: &writer) { writer in
                writer.key("args")
                writer.beginObject()
                for (name, value) in args {
                    writer.key(name)
                    writer.value(value)
                }
                writer.endObject()
            }
        }
        writer.endObject()
        writer.endObject()
    }
}
