import GraphEngine
import JSONBytes

/// What one commit changed in the graph, as other servers over the same database apply it.
///
/// Coding: for each change a byte (1 vertex, 2 put, 3 remove) and LEB128 numbers; times are coded as their two's
/// complement. A commit of a thousand ordinary events is a few hundred bytes.
struct CommitDelta {
    var changes: [GraphChange]

    init(_ changes: [GraphChange]) { self.changes = changes }

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for change in changes {
            switch change {
            case .vertex(let id, let kind):
                bytes.append(1)
                bytes.appendLEB(UInt64(id))
                bytes.append(kind.rawValue)
            case .put(let edge):
                bytes.append(2)
                bytes.append(edge.key)
                bytes.appendLEB(UInt64(edge.flags.rawValue))
                for time in [edge.since, edge.until, edge.firstSeen] { bytes.appendLEB(UInt64(bitPattern: time)) }
                bytes.append(edge.hasHistory ? 1 : 0)
            case .remove(let from, let to, let owner, let kind):
                bytes.append(3)
                bytes.append(EdgeKey(from: from, to: to, owner: owner, kind: kind))
            }
        }
        return bytes
    }

    /// - Throws: ``CatalogError/damaged(_:)``.
    init(decoding bytes: [UInt8]) throws {
        var reader = Reader(bytes: bytes)
        changes = []
        while !reader.isAtEnd { changes.append(try reader.change()) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position >= bytes.count }

        mutating func number() throws -> UInt64 {
            guard let value = bytes.readLEB(at: &position) else { throw CatalogError.damaged("a cut commit") }
            return value
        }

        mutating func id() throws -> UInt32 {
            guard let id = UInt32(exactly: try number()) else { throw CatalogError.damaged("a commit with a wrong id") }
            return id
        }

        mutating func key() throws -> EdgeKey {
            let (from, to, owner) = (try id(), try id(), try id())
            guard let kind = EdgeKind(rawValue: UInt8(clamping: try number())) else {
                throw CatalogError.damaged("a commit with an unknown kind of edge")
            }
            return EdgeKey(from: from, to: to, owner: owner, kind: kind)
        }

        mutating func change() throws -> GraphChange {
            switch try number() {
            case 1:
                let id = try id()
                return .vertex(id, VertexKind(rawValue: UInt8(clamping: try number())) ?? .unknown)
            case 2:
                let key = try key()
                let flags = EdgeFlags(rawValue: UInt16(clamping: try number()))
                let since = Int64(bitPattern: try number())
                let until = Int64(bitPattern: try number())
                let firstSeen = Int64(bitPattern: try number())
                return .put(
                    GraphEdge(
                        from: key.from, to: key.to, owner: key.owner, kind: key.kind, flags: flags, since: since,
                        until: until, firstSeen: firstSeen, hasHistory: try number() != 0))
            case 3:
                let key = try key()
                return .remove(from: key.from, to: key.to, owner: key.owner, kind: key.kind)
            default: throw CatalogError.damaged("a commit with an unknown change")
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ key: EdgeKey) {
        for id in [key.from, key.to, key.owner] { appendLEB(UInt64(id)) }
        append(key.kind.rawValue)
    }
}

/// A place in the sequence of commits, and the hash of everything up to it.
struct CommitPosition: Equatable, Sendable {
    var revision: UInt64
    var token: [UInt8]

    /// The position after a commit: its token covers the one before it, so that two servers which agree on a token agree
    /// on all commits.
    func next(changes: [UInt8], chain: Digest256) -> CommitPosition {
        var bytes = token
        withUnsafeBytes(of: (revision + 1).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: chain.bytes)
        bytes.append(contentsOf: changes)
        return CommitPosition(revision: revision + 1, token: Digest256(hashing: bytes).bytes)
    }
}
