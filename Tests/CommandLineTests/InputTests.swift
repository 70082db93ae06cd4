import CZlib
import Foundation
import Testing

@testable import wherefrom

struct InputTests {
    @Test func foldersAreReadSortedAndOnlyWhatLooksLikeEvents() throws {
        let folder = try TemporaryFolder()
        for name in ["b.json", "a.ndjson", "deep/c.jsonl.gz", "README.md", ".hidden.json", ".git/x.json"] {
            try folder.write(name, Data())
        }
        let files = try InputFiles.expand([folder.path])
        #expect(files.paths.map { $0.dropFirst(folder.path.count + 1) } == ["a.ndjson", "b.json", "deep/c.jsonl.gz"])
        #expect(files.skipped == 1)
    }

    @Test func namedFilesAreTakenWhateverTheyAreCalled() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("odd.name", Data())
        #expect(try InputFiles.expand([path, "-"]).paths == [path, "-"])
        #expect(throws: CommandFailure.self) { try InputFiles.expand([folder.path + "/absent"]) }
    }

    @Test func gzipIsRecognisedByItsBytesAndMembersAreJoined() throws {
        let folder = try TemporaryFolder()
        let first = String(repeating: "{\"a\":1}\n", count: 100_000)
        let path = try folder.write("events.json", gzip(first) + gzip("{\"b\":2}\n"))
        #expect(try readAll(path) == Array((first + "{\"b\":2}\n").utf8))
    }

    @Test func truncatedOrDamagedGzipIsToldAsSuch() throws {
        let folder = try TemporaryFolder()
        let whole = gzip(String(repeating: "{\"a\":1}\n", count: 1_000))
        let cut = try folder.write("cut.gz", whole.prefix(whole.count / 2))
        var damaged = whole
        damaged[12] ^= 0xFF
        damaged[20] ^= 0xFF
        let broken = try folder.write("broken.gz", damaged)
        for path in [cut, broken] {
            #expect(throws: CommandFailure.self) { try readAll(path) }
        }
    }

    @Test func emptyAndMissingFiles() throws {
        let folder = try TemporaryFolder()
        #expect(try readAll(folder.write("empty.json", Data())).isEmpty)
        #expect(throws: CommandFailure.self) { try ByteSource(path: folder.path + "/absent") }
    }

    private func readAll(_ path: String) throws -> [UInt8] {
        let source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        while true {
            let chunk = try source.next()
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }

    private func gzip(_ text: String) -> Data {
        var stream = z_stream()
        // 15 + 16: the largest window with a gzip header.
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: input.count + 1_000)
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        return Data(output[..<written])
    }
}

/// A folder that is removed at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/wherefrom-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ data: Data) throws -> String {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        return url.path
    }
}
