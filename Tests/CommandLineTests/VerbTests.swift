import ArgumentParser
import JSONBytes
import Testing

@testable import wherefrom

/// What the verbs ask, and how they print the answers of docs/reference/http-api.md.
struct VerbTests {
    @Test func newestEventsAreFoundFromTheHeadOfTheLog() async throws {
        // 5,000 events, of which every hundredth is of the job asked for.
        let transport = ScriptedTransport { request in
            if request.path == "/api/v2/status" { return APIAnswer(200, #"{"logPosition":5000}"#) }
            let query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
            let after = Int(query["after"] ?? "") ?? 0
            let limit = Int(query["limit"] ?? "") ?? 100
            let found = (after..<5_000).map { $0 + 1 }.filter { query["job"] == nil || $0 % 100 == 0 }.prefix(limit)
            let next = found.count == limit ? "\(found.last ?? after)" : "null"
            return APIAnswer(
                200, #"{"events":[\#(found.map { #"{"seq":\#($0)}"# }.joined(separator: ","))],"next":\#(next)}"#)
        }
        let client = APIClient(transport: transport)
        let all = try await EventLog(client: client, filters: []).newest(20)
        #expect(all.events.compactMap { $0["seq"]?.int64 } == Array(4_981...5_000))
        #expect(all.position == 5_000)
        let some = try await EventLog(client: client, filters: [("job", "x")]).newest(3)
        #expect(some.events.compactMap { $0["seq"]?.int64 } == [4_800, 4_900, 5_000])
        let forward = try await EventLog(client: client, filters: []).forward(after: 10, limit: 2_500)
        #expect(forward.events.count == 2_500 && forward.position == 2_510)
        let many = try await EventLog(client: client, filters: [("job", "x")]).newest(1_000)
        #expect(many.events.count == 50)
    }

    @Test func anEmptyLogHasNoEventsAndFollowingGoesOn() async throws {
        let transport = ScriptedTransport { request in
            request.path == "/api/v2/status"
                ? APIAnswer(200, #"{"logPosition":0}"#) : APIAnswer(200, #"{"events":[],"next":null}"#)
        }
        let (events, position) = try await EventLog(client: APIClient(transport: transport), filters: []).newest(20)
        #expect(events.isEmpty && position == 0)
    }

    @Test func eventsArePrintedInEveryFormat() throws {
        let event = try json(
            """
            {"seq":7,"kind":"run","eventTime":"2026-01-01T00:00:00Z","eventType":"COMPLETE","producer":"p",
            "job":{"namespace":"air","name":"load,\\u001b"},"runId":"r1","diagnostics":2}
            """)
        var table = EventPrinter(format: .table, style: .plain)
        #expect(table.lines([event])[0].contains("load,\\u{1B}"))
        #expect(table.header[0].hasPrefix("SEQ"))
        var csv = EventPrinter(format: .csv, style: .plain)
        #expect(csv.lines([event]) == ["7,2026-01-01T00:00:00Z,COMPLETE,air,\"load,\u{1B}\",r1,2"])
        var lines = EventPrinter(format: .json, style: .plain)
        #expect(lines.lines([event]).count == 1 && lines.header.isEmpty)
    }

    @Test func oneEventShowsWhatWasOdd() throws {
        let event = try json(
            """
            {"seq":7,"kind":"run","eventType":null,"job":{"namespace":"air","name":"load"},"diagnostics":[
            {"id":"no-producer","severity":"warning","message":"no producer","path":"/producer","hint":"set one"}]}
            """)
        let lines = EventsCommand.details(event, style: .plain)
        #expect(lines.contains("job       air / load"))
        #expect(lines.contains("  warning: no producer at /producer"))
        #expect(lines.contains("    set one"))
        #expect(!lines.contains { $0.hasPrefix("event type") })
    }

    @Test func verifyNamesTheFirstBrokenRecord() throws {
        let command = try VerifyCommand.parse([])
        let broken = try json(
            #"{"ok":false,"records":9,"firstBroken":{"seq":4,"reason":"hash differs"},"head":"ab"}"#)
        #expect(
            command.lines(broken, style: .plain)[0] == "✗ the chain is broken at record 4 of 9 records: hash differs")
        let whole = try json(#"{"ok":true,"records":1,"firstBroken":null,"head":"ab"}"#)
        #expect(command.lines(whole, style: .plain) == ["✓ 1 record, chain unbroken", "head ab"])
    }

    @Test func aliasesShowProposalsAndMerges() throws {
        let proposals = try json(
            """
            {"proposals":[{"id":3,"datasets":[{"namespace":"a","name":"x"},{"namespace":"b","name":"x"}],
            "reason":"same host","score":0.9,"state":"proposed"}]}
            """)
        let applied = try json(
            """
            {"components":[{"canonical":{"namespace":"c","name":"y"},"members":[{"namespace":"c","name":"y"},
            {"namespace":"d","name":"y"}],"links":[{"source":"symlink"},{"source":"rule"}]}]}
            """)
        let lines = AliasCommand.lines(proposals: proposals, applied: applied, style: .plain)
        #expect(lines[2] == "3   proposed    0.9  a / x = b / x  same host")
        #expect(lines.last == "c / y      d / y          rule, symlink")
        let empty = AliasCommand.lines(proposals: try json("{}"), applied: try json("{}"), style: .plain)
        #expect(empty == ["Proposals", "  none", "", "Applied", "  none"])
    }

    @Test func keysAreListedWithoutSecretsAndCreatedAsAsked() throws {
        let list = try json(
            """
            {"keys":[{"name":"k","scopes":["read","write"],"namespaces":["a*"],"created":"2026-01-01T00:00:00Z",
            "lastUsed":null,"revoked":null}]}
            """)
        let lines = KeysCommand.List.lines(list, style: .plain)
        #expect(lines[1].hasPrefix("k     read, write  a*"))
        let create = try KeysCommand.Create.parse([
            "ops", "--scope", "admin", "--scope", "read", "--namespace", "a*", "--namespace", "b",
        ])
        #expect(
            String(decoding: create.body, as: UTF8.self)
                == #"{"name":"ops","scopes":["admin","read"],"namespaces":["a*","b"]}"#)
        #expect(
            String(decoding: try KeysCommand.Create.parse(["x"]).body, as: UTF8.self)
                == #"{"name":"x","scopes":["write"],"namespaces":[]}"#)
        #expect(throws: (any Error).self) { try KeysCommand.Create.parse(["x", "--scope", "everything"]) }
    }

    @Test func searchPrintsMatchesAndTotals() throws {
        let answer = try json(
            """
            {"results":[{"type":"DATASET","namespace":"w","name":"orders","nodeId":"dataset:w:orders",
            "matched":[{"field":"column","text":"order_id"}],"updatedAt":"2026-01-01T00:00:00Z"}],"total":12}
            """)
        let table = try SearchCommand.parse(["orders"]).lines(answer, style: .plain)
        #expect(table[1] == "dataset  w          orders  column: order_id  2026-01-01T00:00:00Z")
        #expect(table.last == "1 of 12 results")
        let csv = try SearchCommand.parse(["orders", "--format", "csv"]).lines(answer, style: .plain)
        #expect(csv[1] == "dataset,w,orders,column: order_id,2026-01-01T00:00:00Z,dataset:w:orders")
        let nothing = try SearchCommand.parse(["a", "b"]).lines(try json("{}"), style: .plain)
        #expect(nothing == ["Nothing is called or described like \"a b\"."])
    }

    @Test func showLeavesOutWhatIsNotKnown() throws {
        let dataset = try json(
            """
            {"name":"orders","physicalName":"orders","namespace":"w","type":"DB_TABLE","description":null,
            "tags":["PII"],"fields":[{"name":"id","type":"bigint","tags":[],"description":"key"}],
            "facets":{"schema":{},"dataSource":{}}}
            """)
        let lines = ShowCommand.lines(dataset, style: .plain)
        #expect(lines.first == "name       orders")
        #expect(lines.contains("facets     dataSource, schema"))
        #expect(lines.contains("tags       PII"))
        #expect(!lines.contains { $0.hasPrefix("description") || $0.hasPrefix("physical name") })
        #expect(lines.last == "id      bigint        key")
        #expect(ShowCommand.lines(try json("{}"), style: .plain).isEmpty)
    }

    @Test func rebuildSaysWhetherTheDigestsAgree() {
        let one = Digest256(hashing: [1])
        let two = Digest256(hashing: [2])
        let same = RebuildCommand.lines(.init(records: 3, before: one, after: one, kept: nil))
        #expect(same == ["3 records folded anew", "digest \(one.hex)", "the same as before"])
        let differs = RebuildCommand.lines(.init(records: 3, before: one, after: two, kept: "x.before-rebuild"))
        #expect(differs.last == "the old database is kept as x.before-rebuild")
        #expect(throws: (any Error).self) { try RebuildCommand.parse([]) }
    }

    private func json(_ text: String) throws -> JSONValue {
        try JSONDocument(parsing: Array(text.utf8)).root
    }
}
