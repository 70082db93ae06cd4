import Testing

@testable import LoadClient

@Suite struct LoadClientTests {
    private static let answers: [(String, Int, String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
        ("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201, ""),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", 200, "hello"),
        ("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", 304, ""),
    ]

    @Test("answers are read whole however they arrive", arguments: answers)
    func answersInPieces(_ text: String, _ status: Int, _ body: String) {
        for size in 1...text.utf8.count {
            var reader = AnswerReader()
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                #expect(!reader.isComplete)
                reader.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(reader.isComplete)
            #expect(reader.status == status)
            #expect(String(decoding: reader.body, as: UTF8.self) == body)
        }
    }

    @Test(
        "server addresses are taken apart",
        arguments: [
            ("http://127.0.0.1:5000", "127.0.0.1", 5000, ""), ("http://h/", "h", 80, ""),
            ("http://h:81/base/", "h", 81, "/base"),
        ] as [(String, String, UInt16, String)])
    func targets(_ url: String, _ host: String, _ port: UInt16, _ base: String) throws {
        let target = try #require(HTTPTarget(url: url))
        #expect(target.host == host)
        #expect(target.port == port)
        #expect(target.basePath == base)
    }

    @Test("addresses that are no plain HTTP are refused", arguments: ["https://h", "h:80", "http://", "http://h:x"])
    func badTargets(_ url: String) {
        #expect(HTTPTarget(url: url) == nil)
    }

    @Test("percentiles are nearest ranks")
    func percentiles() {
        var latencies = Latencies()
        #expect(latencies.percentiles([50]) == [0])
        let now = Clocks.monotonic
        for millisecond in 1...100 { latencies.record(since: now &- UInt64(millisecond) &* 1_000_000) }
        let found = latencies.percentiles([50, 99]).map { $0.rounded(.down) }
        #expect(found == [50, 99])
    }
}
