#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The nodes of a document in memory of their own.
///
/// An array would do the same, at a third of the parser's time: it counts references and asks whether it is shared at
/// every append. `@unchecked`: the memory has one owner, and is only changed before the document exists.
struct NodeTape: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<JSONNode>
    private(set) var count = 0
    private var capacity: Int

    init(reserving capacity: Int) {
        self.capacity = max(capacity, 8)
        base = Self.allocated(nil, self.capacity)
    }

    deinit { free(base) }

    @inline(__always)
    subscript(index: Int) -> JSONNode {
        get {
            precondition(index >= 0 && index < count, "node outside the tape")
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count, "node outside the tape")
            base[index] = newValue
        }
    }

    /// Calls `body` with all nodes, for code that reads many of them.
    func withSpan<Result>(_ body: (Span<JSONNode>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: count).span)
    }

    @inline(__always)
    mutating func append(_ node: JSONNode) {
        if count == capacity { grow() }
        base[count] = node
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        capacity *= 2
        base = Self.allocated(base, capacity)
    }

    /// C's allocator, because it moves large blocks by their pages: a hostile document of 64 MB, whose tape takes 512 MB,
    /// must not need half as much again while it grows.
    private static func allocated(
        _ base: UnsafeMutablePointer<JSONNode>?, _ capacity: Int
    ) -> UnsafeMutablePointer<JSONNode> {
        guard let memory = realloc(base, capacity * MemoryLayout<JSONNode>.stride) else {
            fatalError("no memory for \(capacity) nodes of a JSON document")
        }
        return memory.bindMemory(to: JSONNode.self, capacity: capacity)
    }
}
