import JSONBytes
import Testing

@testable import WherefromServer

struct RoutingTests {
    private static func echo(_ pattern: String, _ names: String...) -> Route {
        Route(.get, pattern, scope: .read, summary: "Echoes") { context in
            .text(names.map { "\($0)=\(context.path($0).string)" }.joined(separator: "|"))
        }
    }

    private let server = TestServer(routes: [
        echo("/api/v1/namespaces/{ns}/datasets/{ds}", "ns", "ds"),
        echo("/api/v1/namespaces/{ns}/datasets", "ns"),
        echo("/api/v1/namespaces", ""),
        echo("/api/v1/jobs/runs/{id}", "id"),
        echo("/api/v1/jobs/{job}/{part}", "job", "part"),
        echo("/api/v1/events/lineage"),
        echo("/api/v1/events/{ns*}", "ns"),
        Route(.delete, "/api/v1/namespaces/{ns}/datasets", scope: .write, summary: "Deletes") { _ in .empty(204) },
    ])

    @Test(
        "a segment is decoded once, after the path was split",
        arguments: [
            (
                "/api/v1/namespaces/postgres%3A%2F%2Fh%3A5432/datasets/db.public.t",
                "ns=postgres://h:5432|ds=db.public.t"
            ),
            ("/api/v1/namespaces/a/datasets/x%2Fy", "ns=a|ds=x/y"),
            ("/api/v1/namespaces/a/datasets/x%252Fy", "ns=a|ds=x%2Fy"),
            ("/api/v1/namespaces/a/datasets/s3%3A%2F%2Fb%2F%2Fkey", "ns=a|ds=s3://b//key"),
            ("/api/v1/namespaces/a+b/datasets/c+d", "ns=a+b|ds=c+d"),
            ("/api/v1/namespaces/a%20b/datasets/%F0%9F%A6%89", "ns=a b|ds=🦉"),
            ("/api/v1/namespaces/a/datasets/100%", "ns=a|ds=100%"),
            ("/api/v1/namespaces/a/datasets/%zz%4", "ns=a|ds=%zz%4"),
            ("/api/v1/namespaces/a/datasets/%23%3F", "ns=a|ds=#?"),
            ("/api/v1/name%73paces/a/datasets", "ns=a"),
            ("http://localhost:5000/api/v1/namespaces/a/datasets/x?y=http://z", "ns=a|ds=x"),
            ("/api/v1/namespaces//datasets", "ns="),
            ("/api/v1/namespaces/a/datasets/", "ns=a"),
            ("/api/v1/namespaces/a/datasets//", "ns=a"),
            ("/api/v1/namespaces/a/datasets/x/", "ns=a|ds=x"),
            ("/api/v1/namespaces/a/datasets/x?limit=1", "ns=a|ds=x"),
            ("/api/v1/jobs/runs/1", "id=1"),
            ("/api/v1/jobs/runs%2F1/2", "job=runs/1|part=2"),
            ("/api/v1/events/lineage", ""),
            ("/api/v1/events/s3://mz/ns%20one", "ns=s3://mz/ns one"),
            ("/api/v1/events/lineage/x", "ns=lineage/x"),
        ])
    func pathIsDecodedOnce(_ target: String, _ expected: String) async throws {
        let answer = try await server.send("GET", target)
        #expect(answer.status == 200)
        #expect(answer.text == expected)
    }

    @Test(
        "an unknown path is 404 in the shape of its API",
        arguments: [
            ("/api/v1/nothing", "application/json", "code"), ("/nothing", "application/json", "code"),
            ("/api/v2/nothing", "application/problem+json", "status"), ("*", "application/json", "code"),
            ("nothing", "application/json", "code"), ("http://localhost", "application/json", "code"),
        ])
    func unknownPathIs404(_ target: String, _ type: String, _ member: String) async throws {
        let answer = try await server.send("GET", target)
        #expect(answer.status == 404)
        #expect(answer.header("Content-Type") == type)
        #expect(try answer.json().member(ByteString(member))?.int64 == 404)
    }

    @Test("a path with too many segments is 404")
    func deepPathIs404() async throws {
        let deep = "/api/v1/events" + String(repeating: "/a", count: Limits.pathSegmentsMax)
        #expect(try await server.send("GET", deep).status == 404)
        #expect(try await server.send("GET", "/api/v1/events" + String(repeating: "/a", count: 61)).status == 200)
    }

    @Test("a target beyond the limit is 414")
    func longTargetIs414() async throws {
        let head = "/api/v1/namespaces/"
        let fits = head + String(repeating: "a", count: Limits.targetBytesMax - head.count - 9) + "/datasets"
        #expect(try await server.send("GET", fits).status == 200)
        #expect(try await server.send("GET", fits + "/").status == 414)
    }

    @Test("a method that the path lacks is 405 with Allow", arguments: ["POST", "PATCH", "BREW"])
    func wrongMethodIs405(_ method: String) async throws {
        let answer = try await server.send(method, "/api/v1/namespaces/a/datasets")
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "DELETE, GET, HEAD, OPTIONS")
    }

    @Test("OPTIONS says what a path takes")
    func optionsIsAnswered() async throws {
        let answer = try await server.send("OPTIONS", "/api/v1/lineage")
        #expect(answer.status == 204)
        #expect(answer.header("Allow") == "OPTIONS, POST")
        #expect(answer.bytes.isEmpty)
    }

    @Test("HEAD is GET without the body")
    func headIsAnswered() async throws {
        let answer = try await server.send("HEAD", "/api/v1/namespaces/abc/datasets")
        #expect(answer.status == 200)
        #expect(answer.bytes.isEmpty)
        #expect(answer.header("Content-Length") == "6")
    }

    @Test(
        "everything lies below the base path",
        arguments: [
            ("/lineage/api/v1/namespaces/a/datasets", 200), ("/lineage/ping", 200), ("/ping", 404),
            ("/lineagex/ping", 404), ("/lineage", 404),
        ])
    func basePathIsStripped(_ target: String, _ status: Int) async throws {
        let mounted = TestServer(routes: [Self.echo("/api/v1/namespaces/{ns}/datasets", "ns")]) {
            $0.basePath = "/lineage/"
        }
        #expect(try await mounted.send("GET", target).status == status)
    }

    @Test("each route of the registry has a summary and is found by its own pattern")
    func registryIsComplete() {
        let registry = server.assembly.pipeline.registry
        #expect(registry.routes.count >= 17)
        let tree = RouteTree(registry)
        for route in registry.routes {
            #expect(!route.summary.isEmpty && !route.summary.hasSuffix("."))
            let path = route.pattern.replacing(/\{[a-z]+\*?\}/, with: "xyz")
            let entry = tree.match(path[...])?.entry
            #expect(entry?.pattern == route.pattern)
            #expect(entry?.routes[route.method] != nil)
        }
    }
}
