import CZstd
import JSONBytes

/// Compresses payloads with zstd and a trained dictionary, each payload by itself so that any can be read alone.
///
/// The dictionary's number is stored with the payload; number 0 means none. Dictionaries are kept for ever.
/// Contexts are costly to make and serve one thread at a time, so a small pool of them is shared.
///
/// `@unchecked Sendable`: `lock` guards the pool and the table of dictionaries.
package final class PayloadCodec: @unchecked Sendable {
    private let lock = Lock()
    private var pool: [Contexts] = []
    private var dictionaries: [Int64: TrainedDictionary] = [:]
    private var current: Int64 = 0

    /// Level 1 with a dictionary is nearly as small as higher levels at a fifth of the time.
    private static let level: Int32 = 1

    package init() {}

    /// Makes a dictionary known, and the one that new payloads are compressed with if `use` is set.
    package func add(dictionary bytes: [UInt8], number: Int64, use: Bool) {
        let dictionary = TrainedDictionary(bytes: bytes, level: Self.level)
        lock.withLock {
            dictionaries[number] = dictionary
            if use { current = number }
        }
    }

    func knows(dictionary number: Int64) -> Bool { number == 0 || lock.withLock { dictionaries[number] != nil } }

    package func compress(_ payload: ArraySlice<UInt8>) -> (dictionary: Int64, bytes: [UInt8]) {
        let (number, dictionary, context) = lock.withLock { (current, dictionaries[current], pool.popLast()) }
        let contexts = context ?? Contexts()
        defer { giveBack(contexts) }
        let output = contexts.scratch(of: ZSTD_compressBound(payload.count))
        let size = payload.withUnsafeBytes { input in
            if let dictionary {
                ZSTD_compress_usingCDict(
                    contexts.compression, output.baseAddress, output.count, input.baseAddress, input.count,
                    dictionary.compression)
            } else {
                ZSTD_compressCCtx(
                    contexts.compression, output.baseAddress, output.count, input.baseAddress, input.count,
                    Self.level)
            }
        }
        precondition(ZSTD_isError(size) == 0, "zstd cannot compress into a buffer of the size that it asks for")
        return (dictionary == nil ? 0 : number, Array(output.prefix(size)))
    }

    /// - Parameter size: the size before compression, bytes.
    /// - Throws: ``CatalogError/damaged(_:)`` if the bytes are no payload of that size or the dictionary is not known.
    package func decompress(_ payload: [UInt8], dictionary number: Int64, size: Int) throws -> [UInt8] {
        let (dictionary, context) = lock.withLock { (dictionaries[number], pool.popLast()) }
        guard number == 0 || dictionary != nil else {
            throw CatalogError.damaged("a payload whose compression dictionary is missing")
        }
        let contexts = context ?? Contexts()
        defer { giveBack(contexts) }
        var output = [UInt8](repeating: 0, count: size)
        let written = payload.withUnsafeBytes { input in
            output.withUnsafeMutableBytes { output in
                if let dictionary {
                    ZSTD_decompress_usingDDict(
                        contexts.decompression, output.baseAddress, output.count, input.baseAddress, input.count,
                        dictionary.decompression)
                } else {
                    ZSTD_decompressDCtx(
                        contexts.decompression, output.baseAddress, output.count, input.baseAddress, input.count)
                }
            }
        }
        guard ZSTD_isError(written) == 0, written == size else {
            throw CatalogError.damaged("a payload that cannot be decompressed")
        }
        return output
    }

    private func giveBack(_ context: Contexts) {
        lock.withLock { if pool.count < 8 { pool.append(context) } }
    }

    private final class Contexts {
        let compression = ZSTD_createCCtx()
        let decompression = ZSTD_createDCtx()
        private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)

        /// At least `count` bytes to write into, good until the next call.
        func scratch(of count: Int) -> UnsafeMutableRawBufferPointer {
            if memory.count < count {
                memory.deallocate()
                memory = .allocate(byteCount: count, alignment: 16)
            }
            return memory
        }

        deinit {
            memory.deallocate()
            ZSTD_freeCCtx(compression)
            ZSTD_freeDCtx(decompression)
        }
    }

    private final class TrainedDictionary {
        let compression: OpaquePointer?
        let decompression: OpaquePointer?

        init(bytes: [UInt8], level: Int32) {
            (compression, decompression) = bytes.withUnsafeBytes {
                (ZSTD_createCDict($0.baseAddress, $0.count, level), ZSTD_createDDict($0.baseAddress, $0.count))
            }
        }

        deinit {
            ZSTD_freeCDict(compression)
            ZSTD_freeDDict(decompression)
        }
    }
}
