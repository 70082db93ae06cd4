import JSONBytes
import Logging
import MetadataCatalog
import NIOConcurrencyHelpers
import SQLDatabase
import TestDatabases
import Testing

@testable import WherefromServer

struct OperationTests {
    @Test("probes answer on both ports", arguments: ["/ping", "/healthcheck", "/metrics", "/v2beta/metrics"])
    func probes(_ target: String) async throws {
        let server = TestServer()
        #expect(try await server.send("GET", target, host: "anything.example").status == 200)
        let admin = try await server.assembly.adminPipeline.respond(
            to: IncomingRequest(method: "GET", target: target, origin: .connection { nil }))
        #expect(admin.status == 200)
    }

    @Test("the admin port answers nothing else", arguments: [("GET", "/api/v2/keys"), ("POST", "/api/v1/lineage")])
    func adminPortIsSmall(_ method: String, _ target: String) async throws {
        let answer = try await TestServer().assembly.adminPipeline.respond(
            to: IncomingRequest(method: method, target: target, authority: "localhost", origin: .connection { nil }))
        #expect(answer.status == 404)
    }

    @Test("the health check fails when a part does")
    func health() async throws {
        for isHealthy in [true, false] {
            let operations = OperationRoutes(metrics: { nil }) {
                [.init(name: "database", isHealthy: isHealthy, message: isHealthy ? nil : "The disk is full.")]
            }
            let registry = RouteRegistry(operations.routes)
            let pipeline = RequestPipeline(
                registry: registry, metrics: ServerMetrics(registry: registry),
                authenticator: Authenticator(
                    policy: .init(requiresKey: false, isPrivate: false), store: MemoryKeyStore()),
                originGuard: OriginGuard(boundHost: "localhost"), logger: Logger(label: "test"))
            let answer = try await pipeline.respond(
                to: IncomingRequest(method: "GET", target: "/healthcheck", origin: .process))
            #expect(answer.status == (isHealthy ? 200 : 503))
            guard case .bytes(let bytes) = answer.body else { continue }
            let text = isHealthy ? #"{"healthy":true}"# : #"{"healthy":false,"message":"The disk is full."}"#
            #expect(String(decoding: bytes, as: UTF8.self) == #"{"database":\#(text)}"#)
        }
    }

    @Test("metrics count requests by route and status, and events by outcome")
    func metrics() async throws {
        let server = TestServer()
        for _ in 0..<3 { _ = try await server.send("POST", "/api/v1/lineage", body: [1]) }
        _ = try await server.send("GET", "/nowhere/42")
        server.assembly.metrics.addCollector {
            [
                MetricFamily(
                    "marquez_dataset_total", .gauge, "Datasets.", [MetricSample(["namespace_name": "a\"\n\\"], 2)])
            ]
        }
        let text = try await server.send("GET", "/metrics").text
        for line in [
            #"wherefrom_http_requests_total{method="POST",route="/api/v1/lineage",status="201"} 3"#,
            #"wherefrom_http_requests_total{method="",route="(none)",status="404"} 1"#,
            #"wherefrom_http_request_duration_seconds_count{method="POST",route="/api/v1/lineage"} 3"#,
            #"wherefrom_http_request_duration_seconds_bucket{le="+Inf",method="POST",route="/api/v1/lineage"} 3"#,
            #"wherefrom_events_total{outcome="accepted"} 3"#, "# TYPE wherefrom_events_total counter",
            #"marquez_dataset_total{namespace_name="a\"\n\\"} 2"#, "wherefrom_http_requests_in_flight 1",
            #"wherefrom_auth_refusals_total{reason="unknown-key"} 0"#,
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        #expect(text.contains("process_resident_memory_bytes "))
        #expect(!text.contains("nowhere"))
    }

    @Test("Marquez's metrics are there for an empty catalog, and stay when it no longer answers")
    func marquezMetrics() async throws {
        let catalog = try await Catalog.open(TestDatabase.current.open())
        let metrics = MarquezMetrics(catalog: catalog)
        let text = String(decoding: PrometheusText.bytes(of: await metrics.families()), as: UTF8.self)
        for name in ["namespace_total", "job_total", "job_versions_total", "job_runs_active", "job_runs_completed"] {
            #expect(text.contains("\nmarquez_\(name) 0\n"), "\(name)")
        }
        catalog.close()
        #expect(await metrics.families().count == 8)
    }

    @Test(
        "a log line stays one line whatever it says", arguments: LineLogHandler.Format.allCases,
        ["a\nINFO forged", "\u{1b}[2J", "\u{2028}x", "\u{202e}x", "a\r\u{0}b", "quo\"te = x"])
    func logLines(_ format: LineLogHandler.Format, _ hostile: String) throws {
        let lines = NIOLockedValueBox<[[UInt8]]>([])
        var logger = Logger(label: "test") { label in
            LineLogHandler(label: label, level: .debug, format: format) { line in
                lines.withLockedValue { $0.append(line) }
            }
        }
        logger[metadataKey: "target"] = .string(hostile)
        logger.debug("\(hostile)", metadata: ["time": "spoof"])
        logger.trace("below the level")
        let line = try #require(lines.withLockedValue { $0 }.first)
        #expect(lines.withLockedValue { $0.count } == 1)
        #expect(line.filter { $0 < 0x20 } == [UInt8(ascii: "\n")])
        #expect(line.last == UInt8(ascii: "\n"))
        if format == .json {
            let value = try JSONDocument(parsing: Array(line.dropLast())).root
            #expect(value["message"]?.string == hostile)
            #expect(value["target"]?.string == hostile)
            #expect(value["metadata.time"]?.string == "spoof")
            #expect(value["level"]?.string == "debug")
        } else {
            let text = String(decoding: line, as: UTF8.self)
            for character in ["\u{1b}", "\u{2028}", "\u{202e}"] { #expect(!text.contains(character)) }
        }
    }
}
