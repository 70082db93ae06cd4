import JSONBytes
import OpenLineage
import Testing

@testable import WherefromServer

struct QueryTests {
    private enum Sort: String, CaseIterable {
        case name = "NAME"
        case updated = "UPDATE_AT"
    }

    /// Reads one parameter of each type and echoes it.
    private let server = TestServer(routes: [
        Route(.get, "/api/v1/echo/{what}", scope: .read, summary: "Echoes") { context in
            let text: String
            switch context.path("what").string {
            case "text": text = context.query("v")?.string ?? "nil"
            case "all": text = context.queryAll("v").map(\.string).joined(separator: "|")
            case "required": text = try context.required("v").string
            case "limit": text = try "\(context.limit()),\(context.offset())"
            case "bool": text = try "\(context.bool("v"))"
            case "instant": text = try context.instant("v").map { $0.description } ?? "nil"
            case "choice": text = try context.choice("v", of: Sort.self)?.rawValue ?? "nil"
            default: text = try context.choices("v", of: Sort.self).map(\.rawValue).joined(separator: "|")
            }
            return .text(text)
        }
    ])

    @Test(
        "typed parameters are read",
        arguments: [
            ("text?v=a+b%2Bc%20d", "a b+c d"), ("text?v=a=b&c", "a=b"), ("text?w=1&v", ""), ("text?v=%", "%"),
            ("text", "nil"), ("text?v=1&v=2", "1"), ("all?v=1&x=3&v=2", "1|2"), ("required?v=x", "x"),
            ("limit", "100,0"), ("limit?limit=5&offset=7", "5,7"), ("limit?limit=0", "0,0"),
            ("limit?limit=&offset=", "100,0"), ("limit?limit=99999999999999999999999", "10000,0"),
            ("limit?limit=10001", "10000,0"), ("bool?v=True", "true"), ("bool?v=False", "false"),
            ("bool?v=FALSE", "false"), ("bool?v=0", "false"), ("bool?v", "true"), ("bool", "false"),
            ("instant?v=2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
            ("instant?v=2026-01-31T12:00:00+01:00", "2026-01-31T11:00:00Z"),
            ("instant?v=2026-01-31T12:00:00%2B01:00", "2026-01-31T11:00:00Z"),
            ("instant?v=2026-01-31", "2026-01-31T00:00:00Z"), ("instant?v=", "nil"), ("choice?v=name", "NAME"),
            ("choice?v=update-at", "UPDATE_AT"), ("choice?v=Update.At", "UPDATE_AT"), ("choice?v=", "nil"),
            ("choices?v=name,update_at", "NAME|UPDATE_AT"), ("choices?v=name&v=update_at", "NAME|UPDATE_AT"),
            ("choices", ""),
        ])
    func parametersAreRead(_ target: String, _ expected: String) async throws {
        let answer = try await server.send("GET", "/api/v1/echo/" + target)
        #expect(answer.status == 200)
        #expect(answer.text == expected)
    }

    @Test(
        "what cannot be read is 400 and names the parameter",
        arguments: [
            ("required", #"{"errors":["query param v must not be null"],"#),
            ("required?v=%20", #"{"errors":["query param v must not be blank"],"#),
            ("limit?limit=-1", #"{"errors":["query param limit must be greater than or equal to 0"],"#),
            ("limit?limit=abc", #"{"code":400,"message":"query param limit must be a whole number"}"#),
            ("bool?v=maybe", #"{"code":400,"message":"query param v must be true or false"}"#),
            ("instant?v=yesterday", #"{"code":400,"message":"query param v must be a time such as"#),
            ("choice?v=size", #"{"code":400,"message":"query param v must be one of [NAME, UPDATE_AT]"}"#),
            ("choices?v=name,size", #"{"code":400,"message":"query param v must be one of [NAME, UPDATE_AT]"}"#),
        ])
    func unreadableParametersAre400(_ target: String, _ body: String) async throws {
        let answer = try await server.send("GET", "/api/v1/echo/" + target)
        #expect(answer.status == 400)
        #expect(answer.text.hasPrefix(body), "\(answer.text)")
    }

    @Test("a query may have so many items and no more")
    func itemsAreCounted() async throws {
        let items = Array(repeating: "v=1", count: Limits.queryItemsMax).joined(separator: "&")
        #expect(try await server.send("GET", "/api/v1/echo/text?" + items).status == 200)
        #expect(try await server.send("GET", "/api/v1/echo/text?v=1&" + items).status == 400)
    }
}
