import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import Testing

struct IntakeTests {
    @Test func anEventSentAgainChangesNothing() async throws {
        let catalog = try await TestCatalog()
        let events = [
            Histories.run("r1", "START", 1, inputs: ["a"], outputs: ["b"]),
            Histories.run("r1", "COMPLETE", 2, outputs: ["b"], schema: "id"),
        ]
        try await catalog.post(events)
        _ = try await catalog.catalog.submit([
            .command(.hideDataset(DatasetID(namespace: "ns", name: "b")), Receipt(time: TestCatalog.now, keyName: nil))
        ])
        let before = (try await catalog.digest(), try await catalog.catalog.read { try $0.logHead().seq })
        let outcomes = try await catalog.post(events + events)
        #expect(outcomes.allSatisfy { if case .duplicate = $0 { true } else { false } })
        let after = (try await catalog.digest(), try await catalog.catalog.read { try $0.logHead().seq })
        #expect(before == after)
    }

    @Test func spellingsOfOneEventAreOneEvent() async throws {
        let catalog = try await TestCatalog()
        let outcomes = try await catalog.post([
            #"{"eventTime":"2026-01-01T00:00:00Z","producer":"p","run":{"runId":"r"},"job":{"namespace":"n","name":"j"}}"#,
            #"{ "job":{"name":"j","namespace":"n","facets":null}, "run":{"runId":"r"}, "producer":"\u0070", "eventTime":"2026-01-01T00:00:00Z"}"#,
        ])
        guard case .accepted = outcomes[0], case .duplicate = outcomes[1] else {
            Issue.record("outcomes \(outcomes)")
            return
        }
    }

    @Test func oneBadEventOfABatchCostsTheOthersNothing() async throws {
        let catalog = try await TestCatalog()
        let outcomes = try await catalog.post([
            Histories.run("r1", "START", 1), "17", #"{"run":{"runId":"r"}}"#, Histories.run("r2", "START", 1),
        ])
        var statuses: [Int] = []
        for outcome in outcomes {
            switch outcome {
            case .accepted: statuses.append(201)
            case .duplicate: statuses.append(200)
            case .rejected(let status, _, let retriable):
                #expect(!retriable)
                statuses.append(status)
            }
        }
        #expect(statuses == [201, 400, 422, 201])
        #expect(catalog.rejections.total == 2)
        #expect(catalog.rejections.newest(1).first?.head == Array(#"{"run":{"runId":"r"}}"#.utf8))
    }

    @Test func bytesAreKeptAsTheyCame() async throws {
        let catalog = try await TestCatalog()
        let text = """
            {"eventTime":"2026-01-01T00:00:00Z", "x":NaN, "y":[1e800, -Infinity], "producer":"p",
             "run":{"runId":"r"},"job":{"namespace":"n","name":"\\ud800\\u0000"}, "x":1.0}
            """
        try await catalog.post([text])
        let payload = try await catalog.catalog.read { try $0.payloads.payload(1) }
        #expect(payload == Array(text.utf8))
    }

    @Test func facetsOfDatasetsThatTheKeyMayNotWriteAreMentionsOnly() async throws {
        let event = """
            {"eventTime":"2026-01-01T00:00:00Z","producer":"p","eventType":"COMPLETE","run":{"runId":"r"},
            "job":{"namespace":"team-a","name":"j"},"inputs":[{"namespace":"team-a","name":"in"}],
            "outputs":[{"namespace":"team-b","name":"out","facets":{
            "schema":{"fields":[{"name":"x"}]},"symlinks":{"identifiers":[{"namespace":"team-b","name":"other"}]},
            "lifecycleStateChange":{"lifecycleStateChange":"DROP"},
            "columnLineage":{"fields":{"x":{"inputFields":[{"namespace":"team-c","name":"t","field":"y"}]}}}}}]}
            """
        let catalog = try await TestCatalog()
        let outcome = try await catalog.ingestor.submit(
            single: Array(event.utf8), source: IngestSource(keyName: "a", receivedAt: TestCatalog.now),
            permission: WritePermission(namespaces: [NamespacePattern("team-a*")]), strict: false)
        guard case .accepted = outcome else {
            Issue.record("outcome \(outcome)")
            return
        }
        let lines = try await catalog.state()
        #expect(!lines.contains { $0.hasPrefix("register") })
        #expect(!lines.contains { $0.contains("other") || $0.contains("team-c") })
        #expect(lines.filter { $0.hasPrefix("edge") }.count == 2)

        let foreign = try await catalog.ingestor.submit(
            single: Array(event.utf8), source: IngestSource(keyName: "b", receivedAt: TestCatalog.now),
            permission: WritePermission(namespaces: [NamespacePattern("team-b")]), strict: false)
        guard case .rejected(403, _, _) = foreign else {
            Issue.record("outcome \(foreign)")
            return
        }
    }

    @Test func requestsOfOneMomentShareATransaction() async throws {
        let catalog = try await TestCatalog()
        let count = 200
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                group.addTask { try await catalog.postOneByOne([Histories.run("r\(index)", "START", 1)]) }
            }
            try await group.waitForAll()
        }
        let (records, commits) = try await catalog.catalog.read { reader in
            (
                try reader.logHead().seq,
                try reader.connection.first("SELECT revision FROM commit_position WHERE id = 1") { $0.int(0) } ?? 0
            )
        }
        #expect(records == Int64(count))
        #expect(commits < Int64(count))
    }

    @Test func aFullQueueRefusesAndLosesNothing() async throws {
        let database = try await TestDatabase.current.open()
        let catalog = try await Catalog.open(
            database, clock: Catalog.Clock { TestCatalog.now },
            bounds: CommitQueue.Bounds(submissions: 2, bytes: 1 << 20))
        let ingestor = Ingestor(catalog: catalog, rejections: RejectionList())
        let results = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<300 {
                group.addTask {
                    let event = Array(Histories.run("r\(index)", "START", 1).utf8)
                    let outcome = try? await ingestor.submit(
                        single: event, source: IngestSource(receivedAt: TestCatalog.now), permission: .everything,
                        strict: false)
                    return outcome != nil
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        let stored = try await catalog.read { try $0.logHead().seq }
        #expect(Int64(results.count { $0 }) == stored)
        #expect(results.contains(false), "two may wait, three hundred came")
        catalog.close()
    }

    @Test func schemasAreRegistersOfTheJobThatTellsThem() async throws {
        let catalog = try await TestCatalog()
        try await catalog.post([
            Histories.run("r1", "COMPLETE", 1, job: "j", outputs: ["b"], schema: "id"),
            Histories.run("r2", "COMPLETE", 2, job: "k", outputs: ["b"], schema: "id"),
        ])
        let schemas = try await catalog.state().filter { $0.hasPrefix("register") && $0.contains("nsb") }
        #expect(schemas.count == 2)
    }
}
