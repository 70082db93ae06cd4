/// The index of a node in its tree; -1 is no node.
typealias NodeID = Int32

let noNode: NodeID = -1

/// A node of the syntax tree: 32 bytes, children linked by `next`.
struct Node {
    var kind: NodeKind
    var flags: UInt8 = 0
    /// Depends on the kind: a function class, a join type, a set operator.
    var aux: UInt16 = 0
    /// The first token.
    var token: Int32
    /// The token after the last one.
    var end: Int32 = 0
    var child: NodeID = noNode
    var next: NodeID = noNode
    /// The first of `count` symbols in the tree's pool of names.
    var names: UInt32 = 0
    var count: UInt32 = 0
    /// The alias, or 0.
    var alias: UInt32 = 0
}

/// The children that a node under construction has so far.
struct ChildList {
    var first: NodeID = noNode
    var last: NodeID = noNode

    var isEmpty: Bool { first == noNode }
    /// Whether there is exactly one child.
    var isSingle: Bool { first != noNode && first == last }
}

/// The syntax tree of one statement, in two arrays.
struct Tree {
    var nodes: [Node] = []
    var names: [UInt32] = []

    mutating func reset() {
        nodes.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func add(_ node: Node) -> NodeID {
        nodes.append(node)
        return NodeID(truncatingIfNeeded: nodes.count - 1)
    }

    @inline(__always)
    subscript(_ id: NodeID) -> Node {
        get { nodes[Int(id)] }
        set { nodes[Int(id)] = newValue }
    }

    @inline(__always)
    mutating func append(_ id: NodeID, to list: inout ChildList) {
        guard id != noNode else { return }
        if list.last == noNode { list.first = id } else { nodes[Int(list.last)].next = id }
        // A node may bring siblings of its own.
        var last = id
        while nodes[Int(last)].next != noNode { last = nodes[Int(last)].next }
        list.last = last
    }

    /// The symbols of a node's name.
    @inline(__always)
    func name(_ node: Node, _ index: Int) -> UInt32 { names[Int(node.names) + index] }

    func lastName(_ node: Node) -> UInt32 { node.count == 0 ? 0 : names[Int(node.names + node.count - 1)] }

    /// The first child of a kind.
    func child(_ id: NodeID, _ kind: NodeKind) -> NodeID {
        var child = nodes[Int(id)].child
        while child != noNode {
            if nodes[Int(child)].kind == kind { return child }
            child = nodes[Int(child)].next
        }
        return noNode
    }
}
