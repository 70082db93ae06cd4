import CZlib

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes of one file or of standard input, read in chunks; gzip is recognised by its first two bytes and inflated.
///
/// Used by one task at a time.
final class ByteSource {
    /// What to call the source in messages: the path, or `standard input`.
    let name: String

    private let descriptor: Int32
    private let closesDescriptor: Bool
    private var inflater: Inflater?
    private var pending: [UInt8]?
    private static let chunkBytes = 64 << 10

    /// Opens a file; `-` is standard input.
    /// - Throws: ``CommandFailure`` when it cannot be opened or is a folder.
    init(path: String) throws {
        if path == "-" {
            name = "standard input"
            descriptor = 0
            closesDescriptor = false
        } else {
            name = path
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            closesDescriptor = true
            guard descriptor >= 0 else {
                throw CommandFailure("Cannot read \(path): \(SystemError.text(errno)).")
            }
        }
        let first = try readChunk()
        if first.count >= 2, first[0] == 0x1F, first[1] == 0x8B { inflater = try Inflater() }
        pending = first
    }

    deinit {
        if closesDescriptor, descriptor >= 0 { close(descriptor) }
    }

    /// Returns the next chunk, empty at the end.
    func next() throws -> [UInt8] {
        while true {
            let chunk = try pending ?? readChunk()
            pending = nil
            guard let inflater else { return chunk }
            if chunk.isEmpty {
                guard inflater.isAtMemberEnd else {
                    throw CommandFailure("\(name) is cut off: the gzip data ends before its trailer.")
                }
                return []
            }
            let output = try inflater.inflate(chunk, name: name)
            if !output.isEmpty { return output }
        }
    }

    private func readChunk() throws -> [UInt8] {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, count in
            var got = read(descriptor, buffer.baseAddress, buffer.count)
            while got < 0, errno == EINTR { got = read(descriptor, buffer.baseAddress, buffer.count) }
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        guard failure == 0 else { throw CommandFailure("Cannot read \(name): \(SystemError.text(failure)).") }
        return chunk
    }
}

/// Inflates gzip, several members one after another included (as `cat a.gz b.gz` and log rotators write them).
private final class Inflater {
    private var stream = z_stream()
    private(set) var isAtMemberEnd = false

    init() throws {
        guard wherefrom_inflate_init(&stream) == Z_OK else { throw CommandFailure("zlib could not be started.") }
    }

    deinit { inflateEnd(&stream) }

    /// The chunk is at most 64 KiB, so its inflated form is bounded by zlib's ratio of about 1,030.
    func inflate(_ chunk: [UInt8], name: String) throws -> [UInt8] {
        var output: [UInt8] = []
        var scratch = [UInt8](repeating: 0, count: 256 << 10)
        var input = chunk
        try input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                if isAtMemberEnd {
                    guard stream.avail_in > 0 else { return }
                    inflateReset(&stream)
                    isAtMemberEnd = false
                }
                let (status, produced) = scratch.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, target.count - Int(stream.avail_out))
                }
                output.append(contentsOf: scratch[..<produced])
                if status == Z_STREAM_END {
                    isAtMemberEnd = true
                } else if status != Z_OK && status != Z_BUF_ERROR {
                    throw CommandFailure("\(name) is not readable gzip data; it may be damaged.")
                }
                if stream.avail_in == 0 && (produced < scratch.count || isAtMemberEnd) { return }
            }
        }
        return output
    }
}
