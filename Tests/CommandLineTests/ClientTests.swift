import ArgumentParser
import Testing

@testable import wherefrom

struct ClientTests {
    @Test(arguments: [
        ("http://h:5000/", "http://h:5000"), ("h:5000", "http://h:5000"), ("https://h/base/", "https://h/base"),
        ("http://h/api/v1/lineage", "http://h"), ("http://h/base/api/v1/", "http://h/base"),
    ])
    func addressesHaveOneForm(_ given: String, _ wanted: String) throws {
        #expect(try HTTPTransport.normalise(given) == wanted)
    }

    @Test(arguments: ["", "ftp://h", "http://", "http://h h", "http://h?x"])
    func otherTextIsNoAddress(_ text: String) {
        #expect(throws: CommandFailure.self) { try HTTPTransport.normalise(text) }
    }

    @Test func pathSegmentsKeepTheirSlashes() {
        #expect(
            APIPath("/api/v1/namespaces", "s3://b", "a b+ä").text == "/api/v1/namespaces/s3%3A%2F%2Fb/a%20b%2B%C3%A4")
    }

    @Test(
        "refusals become words",
        arguments: [
            (
                404, #"{"detail":"no such node","candidates":["dataset:a:b"]}"#, "no such node",
                "Did you mean:\n  dataset:a:b", 1
            ),
            (
                404, #"{"type":"urn:wherefrom:unknown-path","title":"Not Found"}"#,
                "http://scripted does not know this question.", "It may be another program", 2
            ),
            (404, "<html>", "http://scripted does not know this question.", "It may be another program", 2),
            (401, "", "http://scripted answered with status 401.", "Give a key", 2),
            (500, "<html>", "http://scripted answered with status 500.", "", 2),
            (400, #"{"code":400,"message":"bad \u001b"}"#, "bad \\u{1B}", "", 2),
        ])
    func refusals(_ status: Int, _ body: String, _ message: String, _ hint: String, _ code: Int) {
        let client = APIClient(transport: ScriptedTransport { _ in APIAnswer(200) })
        let failure = client.failure(APIAnswer(status, body))
        #expect(failure.message == message)
        #expect((failure.hint ?? "").hasPrefix(hint))
        #expect(failure.code.rawValue == Int32(code))
    }

    @Test func aServerThatIsNotThereIsToldPlainly() async throws {
        // Port 9 of the loopback interface (discard) is refused on any sane machine.
        let transport = try HTTPTransport(url: "http://127.0.0.1:9", apiKey: nil, timeoutSeconds: 5)
        let failure = await #expect(throws: CommandFailure.self) {
            try await transport.send(APIRequest("GET", "/api/v2/status"))
        }
        await transport.close()
        #expect(failure?.message == "No server listens at http://127.0.0.1:9 (connection refused).")
        #expect(failure?.hint?.contains("wherefrom serve") == true)
    }

    @Test(arguments: [
        ("sqlite:a.db", "a.db"), ("sqlite:/x/a.db", "/x/a.db"), ("sqlite:///x/a.db", "/x/a.db"),
    ])
    func databaseAddressesNameAFile(_ text: String, _ path: String) throws {
        #expect(try DatabaseAddress(text).path == path)
    }

    @Test(arguments: [
        ("postgres://u:secret@h:5432/db?password=secret", "postgres://h:5432/db"),
        ("postgresql:///db", "postgres:///db"),
        ("postgres://a%40b:p@ss@h/db", "postgres://h/db"),
    ])
    func addressesOfServersAreShownWithoutSecrets(_ text: String, _ shown: String) throws {
        let address = try DatabaseAddress(text)
        #expect(address.path == nil && address.shown == shown)
    }

    @Test(arguments: ["", "a.db", "sqlite:", "mysql://h/db"])
    func otherDatabasesAreRefused(_ text: String) {
        #expect(throws: CommandFailure.self) { try DatabaseAddress(text) }
    }

    @Test func urlAndDatabaseExcludeEachOther() {
        #expect(throws: (any Error).self) {
            try Wherefrom.parseAsRoot(["digest", "--url", "http://h", "--database", "sqlite:x"])
        }
    }
}
