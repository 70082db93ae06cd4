package import JSONBytes
package import MetadataCatalog

/// How a client names a node.
package enum NodeReference: Sendable {
    /// `nodeId`, or whatever stands in its place.
    case text(ByteString)
    /// `type`, `namespace` and `name`, with `field` for a column. A missing type or namespace may be any.
    case parts(type: ByteString?, namespace: ByteString?, name: ByteString, field: ByteString?)

    /// The reference as one text, for messages.
    var asked: ByteString {
        switch self {
        case .text(let text): return text
        case .parts(let type, let namespace, let name, let field):
            let parts = [type, namespace, name, field].compactMap { $0?.string }
            return ByteString(parts.joined(separator: ":"))
        }
    }
}

/// A text names nothing that exists, or several things.
package struct NodeNotFound: Error, Sendable, Equatable {
    package var asked: ByteString
    /// Node ids that may have been meant; those that all fit if the text is ambiguous.
    package var candidates: [ByteString]
    package var isAmbiguous: Bool

    package var message: String {
        let text = String(asked.string.prefix(300))
        return isAmbiguous
            ? "'\(text)' fits \(candidates.count) nodes; name one of the candidates."
            : "There is no node '\(text)'."
    }
}

/// What a reference was found to name.
package struct FoundNode: Sendable {
    package enum Node: Sendable {
        case entity(UInt32)
        case column(UInt32, ByteString)
        case run(ObservationReader.RunRow)
    }

    package var node: Node
    package var asked: ByteString
    /// Why, in one sentence; nil if the reference is the node's own id.
    package var how: String?
}
