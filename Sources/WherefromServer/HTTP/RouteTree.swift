package import JSONBytes

/// Finds the route for a path.
///
/// A path is split at `/` first and each segment is decoded once after that, so `%2F` stays inside its segment.
/// Empty segments count, save those at the end, so a trailing slash changes nothing. Fixed segments win over `{name}`.
package struct RouteTree: Sendable {
    /// A path of the registry with its methods.
    package struct Entry: Sendable {
        package let pattern: String
        package internal(set) var routes: [HTTPMethod: Route] = [:]
        /// Where the counters of each method's route lie in the metrics.
        package internal(set) var metricIndexes: [HTTPMethod: Int] = [:]

        /// The methods answered, for `Allow`: those of the routes, HEAD with GET, and OPTIONS.
        package var allowed: [HTTPMethod] {
            var methods = Set(routes.keys)
            if methods.contains(.get) { methods.insert(.head) }
            methods.insert(.options)
            return methods.sorted()
        }
    }

    /// A path's entry with the values of its `{name}` segments.
    package struct Match: Sendable {
        package let entry: Entry
        package let parameters: [(name: String, value: ByteString)]
    }

    private var nodes: [Node] = [Node()]
    private var entries: [Entry] = []
    /// Paths without parameters, found by one look-up.
    private var fixed: [String: Int] = [:]

    package init(_ registry: RouteRegistry) {
        for (index, route) in registry.routes.enumerated() { insert(route, metricIndex: index) }
    }

    /// Returns the entry for `path`, which is still encoded and has no query; nil if no route has such a path.
    package func match(_ path: Substring) -> Match? {
        if let entry = fixed[String(path)] { return Match(entry: entries[entry], parameters: []) }
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments = Self.segments(of: path.utf8)
        while segments.last?.isEmpty == true { segments.removeLast() }
        guard segments.count <= Limits.pathSegmentsMax else { return nil }
        var values: [[UInt8]] = []
        guard let found = find(segments[...], from: 0, values: &values) else { return nil }
        let entry = entries[found]
        let names = Self.parameterNames(of: entry.pattern)
        let parameters = zip(names, values).map { ($0, ByteString(bytes: $1)) }
        return Match(entry: entry, parameters: parameters)
    }
}

extension RouteTree {
    private struct Node: Sendable {
        var fixed: [[UInt8]: Int] = [:]
        var parameter: Int?
        var tail: Int?
        var entry: Int?
    }

    private static func segments(of path: some Collection<UInt8>) -> [[UInt8]] {
        path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { PercentCoding.decode($0, plusIsSpace: false) }
    }

    private static func parameterNames(of pattern: String) -> [String] {
        pattern.split(separator: "/").filter { $0.hasPrefix("{") }
            .map { String($0.dropFirst().dropLast(($0.hasSuffix("*}")) ? 2 : 1)) }
    }

    private mutating func insert(_ route: Route, metricIndex: Int) {
        var node = 0
        for segment in route.pattern.split(separator: "/") {
            node = child(of: node, for: segment)
        }
        let entry: Int
        if let known = nodes[node].entry {
            entry = known
            let other = entries[known].pattern
            precondition(other == route.pattern, "routes \(other) and \(route.pattern) name one path differently")
        } else {
            entry = entries.count
            entries.append(Entry(pattern: route.pattern))
            nodes[node].entry = entry
            if !route.pattern.contains("{") { fixed[route.pattern] = entry }
        }
        entries[entry].routes[route.method] = route
        entries[entry].metricIndexes[route.method] = metricIndex
    }

    private mutating func child(of node: Int, for segment: Substring) -> Int {
        if segment.hasPrefix("{") {
            let isTail = segment.hasSuffix("*}")
            if let known = isTail ? nodes[node].tail : nodes[node].parameter { return known }
            nodes.append(Node())
            if isTail { nodes[node].tail = nodes.count - 1 } else { nodes[node].parameter = nodes.count - 1 }
            return nodes.count - 1
        }
        let key = Array(segment.utf8)
        if let known = nodes[node].fixed[key] { return known }
        nodes.append(Node())
        nodes[node].fixed[key] = nodes.count - 1
        return nodes.count - 1
    }

    /// Depth-first; each segment has at most three continuations and a pattern has few `{name}` in a row that a fixed
    /// segment competes with, so the search stays small.
    private func find(_ segments: ArraySlice<[UInt8]>, from node: Int, values: inout [[UInt8]]) -> Int? {
        guard let segment = segments.first else { return nodes[node].entry }
        let rest = segments.dropFirst()
        if let next = nodes[node].fixed[segment], let found = find(rest, from: next, values: &values) { return found }
        if let next = nodes[node].parameter {
            values.append(segment)
            if let found = find(rest, from: next, values: &values) { return found }
            values.removeLast()
        }
        if let next = nodes[node].tail, let entry = nodes[next].entry {
            values.append(Array(segments.joined(separator: [UInt8(ascii: "/")])))
            return entry
        }
        return nil
    }
}
