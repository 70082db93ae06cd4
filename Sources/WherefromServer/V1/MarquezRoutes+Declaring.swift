import JSONBytes
import MetadataCatalog
import OpenLineage

/// The calls by which clients of Marquez wrote before OpenLineage.
extension MarquezRoutes {
    // MARK: - Datasets

    @Sendable
    func putDataset(_ context: RequestContext) async throws -> Response {
        let id = context.datasetID
        try checkWrite(context, to: id.namespace)
        let body = try await BodyFields(context)
        let isStream = try Self.kind(body, of: ["DB_TABLE", "STREAM"]) == "STREAM"
        let sourceName = try body.text("sourceName")
        var dataset = DeclaredDataset(
            id: id, type: isStream ? "STREAM" : "DB_TABLE", physicalName: try body.text("physicalName"),
            sourceName: sourceName, sourceURL: "",
            schemaLocation: isStream ? try body.text("schemaLocation") : body.optionalText("schemaLocation"),
            fields: try Self.fields(body), description: body.optionalText("description"))
        let runID = body.optionalText("runId")
        let (known, run) = try await catalog.read { reader in
            _ = try reader.requiredNamespace(id.namespace)
            guard let source = try reader.source(sourceName) else { throw HTTPError.unknown(source: sourceName) }
            return (source, try runID.map { try reader.requiredRun($0) })
        }
        dataset.sourceURL = known.url
        let time = EventTime(nanoseconds: context.receivedAt)
        let declared = dataset
        let event =
            if let run {
                DeclaredEvent.run(DeclaredRun(id: run.runID), of: run.sentJob, .absent, at: time) { writer in
                    writer.list("outputs", CollectionOfOne(declared)) { $1.write(to: &$0) }
                }
            } else {
                DeclaredEvent.dataset(declared, at: time)
            }
        let receipt = receipt(of: context)
        var submissions = [try event.submission(codec: catalog.codec, context)]
        for tag in body.texts("tags") { submissions.append(.command(.addTag(tag, to: .dataset(id)), receipt)) }
        for field in declared.fields ?? [] {
            for tag in field.tags {
                let name = Self.uppercased(tag)
                submissions.append(.command(.addTag(name, to: .field(id, field.name)), receipt))
            }
        }
        _ = try await commands.submit(submissions)
        return try await answer(context) { reader, writer in
            writer.dataset(try reader.detail(ofDataset: reader.requiredDataset(id)))
        }
    }

    private static func kind(_ body: BodyFields, of kinds: [String]) throws -> String {
        let kind = try body.text("type").string.uppercased()
        guard kinds.contains(kind) else {
            throw HTTPError.unprocessable(["type must be one of [\(kinds.joined(separator: ", "))]"])
        }
        return kind
    }

    private static func fields(_ body: BodyFields) throws -> [DeclaredDataset.Field]? {
        guard let list = body.json["fields"], list.kind == .array else { return nil }
        return try list.elements.map { field in
            guard let name = field["name"]?.byteString else {
                throw HTTPError.unprocessable(["fields[].name must not be null"])
            }
            return DeclaredDataset.Field(
                name: name, type: field["type"]?.byteString, description: field["description"]?.byteString,
                tags: field["tags"]?.elements.compactMap(\.byteString) ?? [])
        }
    }

    // MARK: - Jobs

    @Sendable
    func putJob(_ context: RequestContext) async throws -> Response {
        let id = context.jobID
        try checkWrite(context, to: id.namespace)
        let body = try await BodyFields(context)
        let asked = DeclaredJob(
            id: id, type: ByteString(try Self.kind(body, of: ["BATCH", "STREAM", "SERVICE"])),
            location: body.optionalText("location"), description: body.optionalText("description"),
            inputs: try body.datasets("inputs"), outputs: try body.datasets("outputs"))
        let runID = body.optionalText("runId")
        let (job, run) = try await catalog.read { reader in
            _ = try reader.requiredNamespace(id.namespace)
            for dataset in asked.inputs + asked.outputs { _ = try reader.requiredDataset(dataset) }
            var job = asked
            if case .alias(let known) = try reader.job(id) { job.id = known.jobID }
            return (job, try runID.map { try reader.requiredRun($0) })
        }
        let (time, receipt) = (EventTime(nanoseconds: context.receivedAt), receipt(of: context))
        var submissions = [try DeclaredEvent.job(job, at: time).submission(codec: catalog.codec, context)]
        if let run {
            let event = DeclaredEvent.run(DeclaredRun(id: run.runID), of: run.sentJob, .absent, at: time) {
                job.writeDatasets(to: &$0)
            }
            submissions.append(try event.submission(codec: catalog.codec, context))
        }
        for tag in body.texts("tags") { submissions.append(.command(.addTag(tag, to: .job(job.id)), receipt)) }
        _ = try await commands.submit(submissions)
        return try await answer(context) { reader, writer in
            writer.job(try reader.detail(ofJob: reader.requiredJob(job.id).job))
        }
    }

    // MARK: - Runs

    @Sendable
    func postRun(_ context: RequestContext) async throws -> Response {
        let id = context.jobID
        let body = try await BodyFields(context)
        if let sent = body.json["id"], !sent.isNull, sent.byteString.flatMap({ UUIDBytes(spelledAs: $0) }) == nil {
            throw HTTPError.badRequest("id must be a UUID", id: "invalid-parameter")
        }
        let uuid = body.optionalText("id").flatMap { UUIDBytes(spelledAs: $0) } ?? Self.newRunID()
        let runID = ByteString(uuid.description)
        let job = try await catalog.read { reader in
            let job = try reader.requiredJob(id).job
            guard try reader.runRows(id: runID).isEmpty else {
                throw HTTPError.badRequest(
                    "Run '\(uuid)' already exists for '\(id.name)' under namespace '\(id.namespace)'.", id: "run-exists"
                )
            }
            return job.jobID
        }
        try checkWrite(context, to: job.namespace)
        let args = body.json["args"]?.members.map { member in
            (name: member.key, value: member.value.byteString ?? ByteString(bytes: Array(member.value.raw)))
        }
        let run = DeclaredRun(
            id: runID, nominalStart: try body.time("nominalStartTime"), nominalEnd: try body.time("nominalEndTime"),
            args: args ?? [])
        let event = DeclaredEvent.run(run, of: job, .absent, at: EventTime(nanoseconds: context.receivedAt))
        _ = try await commands.submit([try event.submission(codec: catalog.codec, context)])
        var response = try await answer(context, status: 201) { reader, writer in
            writer.run(try reader.requiredRun(runID))
        }
        response.setHeader("Location", Self.location(context, of: uuid))
        return response
    }

    /// The path of a run, below whatever base path the request came by.
    private static func location(_ context: RequestContext, of run: UUIDBytes) -> String {
        let target = context.request.target
        let base = target.firstRange(of: "/api/v1/").map { target[..<$0.lowerBound] } ?? ""
        return base + "/api/v1/jobs/runs/" + run.description
    }

    private static func newRunID() -> UUIDBytes {
        UUIDBytes(
            high: UInt64.random(in: 0...UInt64.max) & ~0xf000 | 0x4000,
            low: UInt64.random(in: 0...UInt64.max) & ~(0b11 << 62) | 0b10 << 62)
    }

    /// Gives a run a state, at the time `at` or now.
    func mark(_ context: RequestContext, _ type: EventType) async throws -> Response {
        let id = context.path("id")
        let time = try context.instant("at") ?? EventTime(nanoseconds: context.receivedAt)
        let run = try await catalog.read { reader in
            let run = try reader.requiredRun(id)
            guard run.otherJobs.isEmpty else {
                throw HTTPError.conflict(
                    "Run '\(id)' belongs to several jobs; send a RunEvent that names the job.", id: "ambiguous-run")
            }
            return run
        }
        try checkWrite(context, to: run.sentJob.namespace)
        let event = DeclaredEvent.run(DeclaredRun(id: run.runID), of: run.sentJob, type, at: time)
        _ = try await commands.submit([try event.submission(codec: catalog.codec, context)])
        return try await answer(context) { reader, writer in writer.run(try reader.requiredRun(id)) }
    }
}
