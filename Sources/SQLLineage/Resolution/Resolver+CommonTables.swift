/// Long WITH lists: resolved from the first to the last, so that a chain of ten thousand needs no deep recursion.
extension Resolver {
    mutating func resolveInOrder(_ first: Int32, _ last: Int32) {
        let used = usedTables(first, last)
        let head = commonHead
        for index in first...last where used[Int(index - first)] {
            commonHead = index
            _ = relation(ofCommonTable: index)
        }
        commonHead = head
    }

    /// Which of the common table expressions are read by the query or by another one that is.
    private func usedTables(_ first: Int32, _ last: Int32) -> [Bool] {
        let count = Int(last - first) + 1
        let starts = (0..<count).map { node(commonTables[Int(first) + $0].node).token }
        let ends = (0..<count).map { node(commonTables[Int(first) + $0].node).end }
        /// The definition that a token stands in, or -1.
        func owner(_ token: Int32) -> Int {
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                if starts[middle] <= token { low = middle + 1 } else { high = middle }
            }
            return low > 0 && token < ends[low - 1] ? low - 1 : -1
        }
        var readers: [UInt32: [Int]] = [:]
        for node in parser.tree.nodes where node.kind == .table && node.count == 1 {
            readers[lower(parser.tree.name(node, 0)), default: []].append(owner(node.token))
        }
        var used = [Bool](repeating: false, count: count)
        for index in stride(from: count - 1, through: 0, by: -1) {
            let name = lower(commonTables[Int(first) + index].name)
            used[index] = readers[name, default: []].contains { $0 < 0 || $0 > index && used[$0] }
        }
        return used
    }
}
