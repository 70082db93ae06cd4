import Analysis
import JSONBytes
import MetadataCatalog
import OpenLineage

/// `/api/v1/runlineage`: from run to run by the versions of datasets that they read and wrote.
struct RunLineageRoutes: Sendable {
    let reading: CatalogReading

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/runlineage/upstream", scope: .read,
                summary: "The runs whose results a run has read, and theirs"
            ) { try await answer($0, isDown: false) },
            Route(
                .get, "/api/v1/runlineage/downstream", scope: .read,
                summary: "The runs that have read what a run has written, and theirs"
            ) {
                try await answer($0, isDown: true)
            },
        ]
    }

    private func answer(_ context: RequestContext, isDown: Bool) async throws -> Response {
        let id = try context.required("runId")
        let depth = try context.int("depth", default: 20, in: 0...LineageRoutes.depthMax)
        let writer = try await reading.read(asOf: try context.instant("asOf")) { reader -> JSONWriter? in
            guard let runs = try RunLineage.runs(around: id, depthMax: depth, isDown: isDown, reader) else {
                return nil
            }
            var writer = JSONWriter()
            writer.beginObject()
            writer.list("runs", runs) { $1.write(to: &$0) }
            writer.endObject()
            return writer
        }
        guard let writer else { throw HTTPError.notFound("Run '\(id.string)'") }
        return context.json(writer)
    }
}

extension RunLineage.Step {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("job")
        writer.beginObject()
        writer.member("namespace", run.job.namespace)
        writer.member("name", run.job.name)
        writer.uuid("version", run.jobVersion)
        writer.endObject()
        writer.key("run")
        writer.beginObject()
        writer.uuid("id", run.uuid)
        writer.instant("start", run.startedAt)
        writer.instant("end", run.endedAt)
        writer.member("status", run.state.rawValue)
        writer.endObject()
        writer.list("inputs", inputs) { writer, input in
            writer.beginObject()
            writer.member("namespace", input.dataset.namespace)
            writer.member("name", input.dataset.name)
            writer.uuid("version", input.version)
            writer.uuid("producedByRunId", input.producer)
            writer.endObject()
        }
        writer.endObject()
    }
}
