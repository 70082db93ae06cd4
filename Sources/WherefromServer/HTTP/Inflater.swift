internal import CZlib

/// Inflates one gzip, zlib or bare deflate stream piece by piece, within bounds.
///
/// One thread at a time uses it: the task that reads the body it belongs to.
package final class Inflater: @unchecked Sendable {
    /// On the heap since zlib compares its address from call to call.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isOpen = false
    private var hasEnded = false
    private let bytesMax: Int
    private var bytesIn = 0

    /// - Parameter bytesMax: bytes of output beyond which `inflate` throws 413.
    package init(bytesMax: Int) {
        self.bytesMax = bytesMax
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if isOpen { inflateEnd(stream) }
        stream.deallocate()
    }

    /// Appends to `output` what `piece` inflates to.
    ///
    /// - Throws: ``HTTPError`` 400 for data that is no such stream, 413 beyond the bounds.
    package func inflate(_ piece: UnsafeRawBufferPointer, into output: inout [UInt8]) throws {
        guard !piece.isEmpty else { return }
        if !isOpen { try open(firstBytes: piece) }
        bytesIn += piece.count
        let source = UnsafeMutableRawPointer(mutating: piece.baseAddress)
        stream.pointee.next_in = source?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(clamping: piece.count)
        while stream.pointee.avail_in > 0 {
            if hasEnded { try beginNextMember() }
            let produced = try step(into: &output)
            if !hasEnded, produced == 0, stream.pointee.avail_in > 0 { throw Self.damaged }
        }
        // The window may hold output for which the last step had no room.
        while !hasEnded, try step(into: &output) > 0 {}
    }

    /// Checks that the stream was complete.
    ///
    /// - Throws: ``HTTPError`` 400 for a stream that broke off.
    package func finish() throws {
        if isOpen && !hasEnded { throw Self.damaged }
    }

    private func open(firstBytes piece: UnsafeRawBufferPointer) throws {
        let first = piece[0]
        let looksLikeGzip = first == 0x1f
        let looksLikeZlib = first & 0x0f == 8 && first >> 4 <= 7
        let isWrapped = looksLikeGzip || looksLikeZlib
        let code = isWrapped ? wherefrom_inflate_init(stream) : wherefrom_inflate_init_raw(stream)
        guard code == Z_OK else { throw HTTPError.overloaded("The server is short of memory.") }
        isOpen = true
    }

    /// A gzip file may consist of several members; anything else after the end is damage.
    private func beginNextMember() throws {
        guard stream.pointee.next_in.pointee == 0x1f, inflateReset(stream) == Z_OK else { throw Self.damaged }
        hasEnded = false
    }

    private func step(into output: inout [UInt8]) throws -> Int {
        let room = 64 << 10
        let before = output.count
        let produced = try withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { buffer in
            stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room)
            switch CZlib.inflate(stream, Z_NO_FLUSH) {
            case Z_STREAM_END: hasEnded = true
            case Z_OK, Z_BUF_ERROR: break
            case Z_MEM_ERROR: throw HTTPError.overloaded("The server is short of memory.")
            default: throw Self.damaged
            }
            let count = room - Int(stream.pointee.avail_out)
            guard count <= bytesMax - before else { throw HTTPError.bodyTooLarge(limit: bytesMax) }
            output.append(contentsOf: buffer.prefix(count))
            return count
        }
        if output.count > Limits.inflatedBytesUnchecked, output.count / Limits.inflateRatioMax > bytesIn {
            var error = HTTPError(
                413, id: "decompression-bomb",
                "The body grows more than \(Limits.inflateRatioMax) times when it is decompressed.",
                hint: "Send it without Content-Encoding.")
            error.closesConnection = true
            throw error
        }
        return produced
    }

    private static var damaged: HTTPError {
        .badRequest("The body is not in the encoding that Content-Encoding names.", id: "damaged-encoding")
    }
}
