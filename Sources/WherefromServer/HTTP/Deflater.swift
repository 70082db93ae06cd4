internal import CZlib

/// Compresses answers.
package enum Deflater {
    /// Returns `bytes` as gzip; nil if that failed or made them no smaller.
    /// - Parameter level: from 1, the fastest, to 9, the smallest.
    package static func gzip(_ bytes: [UInt8], level: Int32 = 1) -> [UInt8]? {
        // On the heap since zlib compares its address from call to call.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard bytes.count < Int(UInt32.max), wherefrom_deflate_init_gzip(stream, level) == Z_OK else { return nil }
        defer { deflateEnd(stream) }
        let result = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            bytes.withUnsafeBufferPointer { source in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.pointee.avail_in = UInt32(source.count)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                let isComplete = deflate(stream, Z_FINISH) == Z_STREAM_END
                count = isComplete ? buffer.count - Int(stream.pointee.avail_out) : 0
            }
        }
        return result.isEmpty ? nil : result
    }
}
