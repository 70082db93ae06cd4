#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Growable memory for plain values. New memory is not initialised, except after `init(zeroed:)`.
///
/// `realloc` moves the pages of a large block instead of copying them (mremap on Linux), and pages that nobody has
/// touched cost nothing: tables of a hundred megabytes grow in microseconds and without slack in the resident set.
struct RawBuffer<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        base = Self.typed(malloc(self.capacity * MemoryLayout<Element>.stride), self.capacity)
        adviseHugePages()
    }

    init(zeroed capacity: Int) {
        self.capacity = capacity
        base = Self.typed(calloc(capacity, MemoryLayout<Element>.stride), capacity)
        adviseHugePages()
    }

    deinit {
        free(base)
    }

    mutating func grow(toHold count: Int) {
        guard count > capacity else { return }
        capacity = max(count, capacity + capacity / 2)
        base = Self.typed(realloc(base, capacity * MemoryLayout<Element>.stride), capacity)
        adviseHugePages()
    }

    var byteCount: Int { capacity * MemoryLayout<Element>.stride }

    /// Asks for pages of 2 MB: a walk jumps about in these tables, and with small pages most of its time goes into
    /// finding the page.
    private func adviseHugePages() {
        #if !canImport(Darwin)
        let hugePage = 2 << 20
        guard byteCount >= 4 * hugePage else { return }
        let start = (Int(bitPattern: base) + hugePage - 1) & ~(hugePage - 1)
        let end = (Int(bitPattern: base) + byteCount) & ~(hugePage - 1)
        // A refusal costs speed only.
        _ = madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
        #endif
    }

    private static func typed(_ memory: UnsafeMutableRawPointer?, _ capacity: Int) -> UnsafeMutablePointer<Element> {
        guard let memory else {
            preconditionFailure("No memory for \(capacity) × \(MemoryLayout<Element>.stride) bytes")
        }
        return memory.bindMemory(to: Element.self, capacity: capacity)
    }
}
