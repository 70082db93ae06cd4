import HTTPTypes
import JSONBytes
import Testing

@testable import WherefromServer

struct BodyTests {
    private static let event = Array(#"{"eventTime":"2026-01-01T00:00:00Z","n":[1,2,3,4,5,6,7,8,9,10]}"#.utf8)

    /// Gzip of the event; a literal of zlib's default output would do as well.
    private static let gzipped: [UInt8] = {
        let padded = event + Array(repeating: UInt8(ascii: " "), count: 200)
        return Deflater.gzip(padded) ?? []
    }()
    private static let inflated = event + Array(repeating: UInt8(ascii: " "), count: 200)
    /// Without the ten bytes of header and eight of trailer, gzip is bare deflate.
    private static let bare = Array(gzipped.dropFirst(10).dropLast(8))
    private static let zlib = [0x78, 0x01] + bare + adler32(inflated)

    private static func adler32(_ bytes: [UInt8]) -> [UInt8] {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return [UInt8(high >> 8), UInt8(high & 255), UInt8(low >> 8), UInt8(low & 255)]
    }

    @Test(
        "compressed bodies reach the sink as they were",
        arguments: [
            ("gzip", gzipped, inflated), ("GZIP", gzipped, inflated), ("x-gzip", gzipped, inflated),
            ("deflate", zlib, inflated), ("deflate", bare, inflated), ("gzip", gzipped + gzipped, inflated + inflated),
            ("identity", event, event), ("gzip", [], []),
        ] as [(String, [UInt8], [UInt8])])
    func compressedBodies(_ encoding: String, _ sent: [UInt8], _ received: [UInt8]) async throws {
        let server = TestServer()
        let answer = try await server.send(
            "POST", "/api/v1/lineage", headers: ["Content-Encoding": encoding], body: sent)
        #expect(answer.status == 201)
        #expect(server.sink.calls.map(\.body) == [received])
    }

    @Test("a compressed body may arrive in pieces of any size", arguments: [1, 2, 7, 64])
    func compressedPieces(_ size: Int) async throws {
        let server = TestServer()
        let request = IncomingRequest(
            method: "POST", target: "/api/v1/lineage", headers: [.contentEncoding: "gzip"], authority: "localhost",
            body: PiecesBody(bytes: Self.gzipped, size: size), origin: .connection { nil })
        #expect(try await server.send(request).status == 201)
        #expect(server.sink.calls.map(\.body) == [Self.inflated])
    }

    @Test(
        "damaged compressed bodies are 400",
        arguments: [
            Array(gzipped.dropLast(9)), Array(gzipped.prefix(5)), event, gzipped + [1, 2, 3],
            Array(gzipped.prefix(20) + [0xff, 0xff, 0xff] + gzipped.dropFirst(23)),
        ])
    func damagedBodies(_ sent: [UInt8]) async throws {
        let server = TestServer()
        let answer = try await server.send(
            "POST", "/api/v1/lineage", headers: ["Content-Encoding": "gzip"], body: sent)
        #expect(answer.status == 400)
        #expect(server.sink.calls.isEmpty)
    }

    @Test("an encoding not known here is 415")
    func unknownEncoding() async throws {
        let answer = try await TestServer().send(
            "POST", "/api/v1/lineage", headers: ["Content-Encoding": "br"], body: [1])
        #expect(answer.status == 415)
    }

    @Test(
        "any content type is taken, and none",
        arguments: ["application/json", "application/json; charset=utf-8", "text/plain", nil])
    func contentTypeIsNotAsked(_ type: String?) async throws {
        let headers = type.map { ["Content-Type": $0] } ?? [:]
        #expect(
            try await TestServer().send("POST", "/api/v1/lineage", headers: headers, body: Self.event).status == 201)
    }

    @Test("a body may be as large as the limit and no larger", arguments: [nil, "gzip"])
    func bodyLimit(_ encoding: String?) async throws {
        let server = TestServer { $0.maxBodyBytes = 1000 }
        let headers = encoding.map { ["Content-Encoding": $0] } ?? [:]
        for (count, status) in [(1000, 201), (1001, 413)] {
            let plain = [UInt8](repeating: UInt8(ascii: " "), count: count)
            let body = encoding == nil ? plain : try #require(Deflater.gzip(plain))
            #expect(try await server.send("POST", "/api/v1/lineage", headers: headers, body: body).status == status)
        }
    }

    @Test("a declared length beyond the limit is refused before anything is read")
    func declaredLength() async throws {
        let server = TestServer()
        let request = IncomingRequest(
            method: "POST", target: "/api/v1/lineage",
            headers: [.contentLength: String(Limits.bodyBytesMax + 1)], authority: "localhost", body: UnreadableBody(),
            origin: .connection { nil })
        let answer = try await server.send(request)
        #expect(answer.status == 413)
        #expect(answer.response.closesConnection)
        #expect(try answer.json()["code"]?.int64 == 413)
    }

    @Test("a bomb is refused long before it has unfolded")
    func bomb() async throws {
        let zeros = [UInt8](repeating: 0, count: 32 << 20)
        let packed = try #require(Deflater.gzip(zeros, level: 9))
        #expect(zeros.count / packed.count > Limits.inflateRatioMax)
        var output: [UInt8] = []
        let error = #expect(throws: HTTPError.self) {
            try packed.withUnsafeBytes { try Inflater(bytesMax: Limits.bodyBytesMax).inflate($0, into: &output) }
        }
        #expect(error?.status == 413)
        #expect(error?.id == "decompression-bomb")
        #expect(output.count <= packed.count * Limits.inflateRatioMax + (128 << 10))
    }

    @Test("small bodies may be as repetitive as they like")
    func smallRepetition() async throws {
        let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Limits.inflatedBytesUnchecked)
        let packed = try #require(Deflater.gzip(spaces, level: 9))
        let answer = try await TestServer().send(
            "POST", "/api/v1/lineage", headers: ["Content-Encoding": "gzip"], body: packed)
        #expect(answer.status == 201)
    }

    @Test("bodies together stay within their budget")
    func budget() async throws {
        let budget = BodyBudget(bytesMax: 100)
        #expect(budget.reserve(60))
        let body = BodyReader(
            request: IncomingRequest(
                method: "POST", target: "/", body: BytesBody([UInt8](repeating: 1, count: 41)), origin: .process),
            bytesMax: 1000, budget: budget)
        let error = await #expect(throws: HTTPError.self) { try await body.collect() }
        #expect(error?.status == 503)
        #expect(budget.bytesInUse == 60)
        budget.release(1)
        #expect(try await body.collect().count == 41)
        #expect(budget.bytesInUse == 59)
    }

    @Test("a connection that breaks off is nobody's 5xx")
    func brokenConnection() async throws {
        let server = TestServer()
        let request = IncomingRequest(
            method: "POST", target: "/api/v1/lineage", authority: "localhost", body: BrokenBody(),
            origin: .connection { nil })
        await #expect(throws: TransportFailure.self) { try await server.send(request) }
        #expect(server.sink.calls.isEmpty)
    }
}

private struct PiecesBody: BodySource {
    let bytes: [UInt8]
    let size: Int

    func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {
        for start in stride(from: 0, to: bytes.count, by: size) {
            try Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBytes { try consume($0) }
        }
    }
}

private struct UnreadableBody: BodySource {
    func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {
        Issue.record("the body was read")
    }
}

private struct BrokenBody: BodySource {
    func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {
        throw TransportFailure(underlying: CancellationError())
    }
}
