import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    var runRoutes: [Route] {
        [
            Route(.get, "/api/v1/jobs/runs/{id}", scope: .read, summary: "Shows a run", handler: showRun),
            Route(
                .get, "/api/v1/jobs/runs/{id}/facets", scope: .read,
                summary: "Shows the facets of a run, or those of its job in that run", handler: showRunFacets),
            Route(
                .post, "/api/v1/jobs/runs/{id}/start", scope: .write,
                summary: "Marks a run as started (deprecated; send a RunEvent)"
            ) { try await mark($0, .start) },
            Route(
                .post, "/api/v1/jobs/runs/{id}/complete", scope: .write,
                summary: "Marks a run as completed (deprecated; send a RunEvent)"
            ) { try await mark($0, .complete) },
            Route(
                .post, "/api/v1/jobs/runs/{id}/fail", scope: .write,
                summary: "Marks a run as failed (deprecated; send a RunEvent)"
            ) { try await mark($0, .fail) },
            Route(
                .post, "/api/v1/jobs/runs/{id}/abort", scope: .write,
                summary: "Marks a run as aborted (deprecated; send a RunEvent)"
            ) { try await mark($0, .abort) },
        ]
    }

    @Sendable
    private func showRun(_ context: RequestContext) async throws -> Response {
        let id = context.path("id")
        return try await answer(context) { reader, writer in writer.run(try reader.requiredRun(id)) }
    }

    private enum FacetKind: String, CaseIterable {
        case run = "RUN"
        case job = "JOB"
        case dataset = "DATASET"
    }

    @Sendable
    private func showRunFacets(_ context: RequestContext) async throws -> Response {
        let id = context.path("id")
        _ = try context.required("type")
        let kind = try context.choice("type", of: FacetKind.self)
        return try await answer(context) { reader, writer in
            let run = try reader.requiredRun(id)
            let facets: [FacetValue] =
                switch kind {
                case .job: try reader.jobFacets(ofRun: run.row)
                case .dataset: []
                case .run, nil: run.facets
                }
            writer.beginObject()
            writer.uuid("runId", run.uuid)
            writer.facets("facets", facets)
            writer.endObject()
        }
    }
}
