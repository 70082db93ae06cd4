/// The stored form of what counts for a job: so that an answer about the present needs one row for each job.
package struct StoredContributions: Sendable {
    package var contributions: [Contribution]

    package init(_ contributions: [Contribution]) { self.contributions = contributions }

    /// - Throws: ``CatalogError/damaged(_:)``.
    package init(decoding bytes: [UInt8]) throws {
        var position = 0
        func next() throws -> UInt64 {
            guard let value = bytes.readLEB(at: &position) else { throw CatalogError.damaged("a cut state of a job") }
            return value
        }
        contributions = []
        for _ in 0..<(try next()) {
            guard let layer = Layer(rawValue: UInt8(clamping: try next())) else {
                throw CatalogError.damaged("a state of a job with an unknown layer")
            }
            contributions.append(
                Contribution(
                    layer: layer, structure: Int64(bitPattern: try next()), lastSeen: Int64(bitPattern: try next())))
        }
    }

    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLEB(UInt64(contributions.count))
        for contribution in contributions {
            bytes.appendLEB(UInt64(contribution.layer.rawValue))
            bytes.appendLEB(UInt64(bitPattern: contribution.structure))
            bytes.appendLEB(UInt64(bitPattern: contribution.lastSeen))
        }
        return bytes
    }

    /// Layers and structures without times.
    var basis: [Contribution] {
        contributions.map { Contribution(layer: $0.layer, structure: $0.structure, lastSeen: 0) }.sorted()
    }
}
