import HTTPTypes
import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    private static let one = "/api/v1/namespaces/{namespace}/jobs/{job}"

    var jobRoutes: [Route] {
        [
            Route(.get, "/api/v1/jobs", scope: .read, summary: "Lists all jobs, newest first", handler: listAllJobs),
            Route(
                .get, "/api/v1/namespaces/{namespace}/jobs", scope: .read,
                summary: "Lists the jobs of a namespace, newest first", handler: listJobs),
            Route(
                .get, Self.one, scope: .read, summary: "Shows a job; 301 from the name that events use for it",
                handler: showJob),
            Route(
                .put, Self.one, scope: .write, summary: "Declares a job (deprecated; send a JobEvent)", handler: putJob),
            Route(
                .delete, Self.one, scope: .write, summary: "Hides a job until an event names it again",
                handler: deleteJob),
            Route(
                .get, Self.one + "/versions", scope: .read, summary: "Lists the versions of a job, newest first",
                handler: listJobVersions),
            Route(
                .get, Self.one + "/versions/{version}", scope: .read, summary: "Shows one version of a job",
                handler: showJobVersion),
            Route(
                .get, Self.one + "/runs", scope: .read, summary: "Lists the runs of a job, youngest first",
                handler: listRuns),
            Route(
                .post, Self.one + "/runs", scope: .write, summary: "Makes a run (deprecated; send a RunEvent)",
                handler: postRun),
            Route(.post, Self.one + "/tags/{tag}", scope: .write, summary: "Tags a job", handler: tagJob),
            Route(
                .delete, Self.one + "/tags/{tag}", scope: .write, summary: "Takes a tag from a job", handler: untagJob),
        ]
    }

    // MARK: - Lists

    /// States as `lastRunStates` spells them.
    private enum StateFilter: String, CaseIterable {
        case new = "NEW"
        case running = "RUNNING"
        case completed = "COMPLETED"
        case aborted = "ABORTED"
        case failed = "FAILED"
    }

    @Sendable
    private func listAllJobs(_ context: RequestContext) async throws -> Response {
        try await listJobs(context, of: nil)
    }

    @Sendable
    private func listJobs(_ context: RequestContext) async throws -> Response {
        try await listJobs(context, of: context.namespace)
    }

    private func listJobs(_ context: RequestContext, of namespace: ByteString?) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        let states = try context.choices("lastRunStates", of: StateFilter.self)
            .compactMap { RunDetail.State(rawValue: $0.rawValue) }
        return try await answer(context) { reader, writer in
            let namespace = try namespace.map { try reader.namespace($0)?.name ?? $0 }
            let rows = try reader.jobs(inNamespace: namespace, states: states, limit: limit, offset: offset)
            let jobs = try rows.map { try reader.detail(ofJob: $0, runs: .summary) }
            writer.beginObject()
            writer.list("jobs", jobs) { $0.job($1) }
            writer.member("totalCount", try reader.jobCount(inNamespace: namespace, states: states))
            writer.endObject()
        }
    }

    // MARK: - One job

    /// Answers about the job of the path; a GET by the name that events use is sent to the full name.
    private func answerJob(
        _ context: RequestContext,
        _ body: @escaping @Sendable (CatalogReader, EntityRecord, inout JSONWriter) throws -> Void
    ) async throws -> Response {
        let id = context.jobID
        let isReading = context.method == .get || context.method == .head
        let time = isReading ? try context.instant("asOf") : nil
        enum Answer: Sendable {
            case json(JSONWriter)
            case moved(JobID)
        }
        let answer: Answer = try await catalog.read(asOf: time?.nanoseconds) { reader in
            let (job, isAlias) = try reader.requiredJob(id)
            if isAlias, isReading { return .moved(job.jobID) }
            var writer = JSONWriter(reserving: 4096)
            try body(reader, job, &writer)
            return .json(writer)
        }
        switch answer {
        case .json(let writer): return context.json(writer)
        case .moved(let job): return Self.moved(context, to: job)
        }
    }

    /// 301 to the same path with the job's full name.
    private static func moved(_ context: RequestContext, to job: JobID) -> Response {
        let target = context.request.target
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.utf8.endIndex
        var segments = target[..<mark].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let index = segments.indices.first(where: {
            $0 >= 3 && segments[$0 - 1] == "jobs" && segments[$0 - 3] == "namespaces"
        }) {
            segments[index - 2] = PercentCoding.encode(job.namespace.bytes)
            segments[index] = PercentCoding.encode(job.name.bytes)
        }
        var response = Response.empty(301)
        response.setHeader("Location", segments.joined(separator: "/") + target[mark...])
        return response
    }

    @Sendable
    func showJob(_ context: RequestContext) async throws -> Response {
        try await answerJob(context) { reader, job, writer in writer.job(try reader.detail(ofJob: job)) }
    }

    @Sendable
    private func deleteJob(_ context: RequestContext) async throws -> Response {
        let id = context.jobID
        let (name, writer) = try await catalog.read { reader in
            let job = try reader.requiredJob(id).job
            var writer = JSONWriter(reserving: 4096)
            writer.job(try reader.detail(ofJob: job))
            return (job.jobID, writer)
        }
        try checkWrite(context, to: name.namespace)
        try await submit([.hideJob(name)], context)
        return context.json(writer)
    }

    @Sendable
    private func listJobVersions(_ context: RequestContext) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        return try await answerJob(context) { reader, job, writer in
            writer.beginObject()
            writer.list("versions", try reader.versions(ofJob: job, limit: limit, offset: offset)) { $0.jobVersion($1) }
            writer.endObject()
        }
    }

    @Sendable
    private func showJobVersion(_ context: RequestContext) async throws -> Response {
        let version = try context.uuid("version")
        return try await answerJob(context) { reader, job, writer in
            guard let found = try reader.version(version, ofJob: job) else {
                throw HTTPError.notFound("Job version '\(version)'", id: "unknown-version")
            }
            writer.jobVersion(found)
        }
    }

    @Sendable
    private func listRuns(_ context: RequestContext) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        return try await answerJob(context) { reader, job, writer in
            writer.beginObject()
            writer.list("runs", try reader.runs(ofJob: job, limit: limit, offset: offset)) { $0.run($1) }
            writer.member("totalCount", try reader.runCount(ofJob: job))
            writer.endObject()
        }
    }

    @Sendable
    private func tagJob(_ context: RequestContext) async throws -> Response {
        let tag = context.path("tag")
        return try await change(context) { .addTag(tag, to: .job($0)) }
    }

    @Sendable
    private func untagJob(_ context: RequestContext) async throws -> Response {
        let tag = context.path("tag")
        return try await change(context) { .removeTag(tag, from: .job($0)) }
    }

    private func change(_ context: RequestContext, _ command: (JobID) -> Command) async throws -> Response {
        let id = context.jobID
        let name = try await catalog.read { try $0.requiredJob(id).job.jobID }
        try checkWrite(context, to: name.namespace)
        try await submit([command(name)], context)
        return try await showJob(context)
    }
}
