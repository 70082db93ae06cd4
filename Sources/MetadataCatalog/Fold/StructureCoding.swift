import JSONBytes
import OpenLineage

/// The stored form of a structure: a table of its distinct strings, then the lists by index into it.
///
/// All numbers are LEB128. Strings are listed in order of first use, so equal structures have equal bytes and the
/// SHA-256 of the bytes names the content. A first byte tells the version of the format.
extension Structure {
    private static let formatVersion: UInt8 = 1

    package func encoded() -> [UInt8] {
        var writer = StructureWriter()
        writer.datasets(inputs)
        writer.datasets(outputs)
        writer.number(derivations.count)
        for derivation in derivations {
            writer.endpoint(derivation.target)
            writer.number(Int(derivation.basis.rawValue))
            writer.sources(derivation.sources)
            writer.number(derivation.columns.count)
            for column in derivation.columns {
                writer.string(column.name)
                writer.sources(column.sources)
                writer.optional(column.transformationDescription)
                writer.optional(column.transformationType)
            }
        }
        return [Self.formatVersion] + writer.finish()
    }

    /// - Throws: ``CatalogError/damaged(_:)`` if the bytes are not what `encoded()` makes.
    package init(decoding bytes: [UInt8]) throws {
        guard bytes.first == Self.formatVersion else { throw CatalogError.damaged("a structure of an unknown format") }
        var reader = try StructureReader(bytes: bytes, start: 1)
        self.init()
        inputs = try reader.datasets()
        outputs = try reader.datasets()
        for _ in 0..<(try reader.number()) {
            let target = try reader.endpoint()
            guard let basis = Derivation.Basis(rawValue: UInt8(clamping: try reader.number())) else {
                throw CatalogError.damaged("a structure with an unknown basis")
            }
            let sources = try reader.sources()
            var columns: [Derivation.Column] = []
            for _ in 0..<(try reader.number()) {
                columns.append(
                    Derivation.Column(
                        name: try reader.string(), sources: try reader.sources(),
                        transformationDescription: try reader.optional(), transformationType: try reader.optional()))
            }
            derivations.append(Derivation(target: target, basis: basis, sources: sources, columns: columns))
        }
    }
}

private struct StructureWriter {
    private var strings: [ByteString] = []
    private var indices: [ByteString: Int] = [:]
    private var body: [UInt8] = []

    mutating func number(_ value: Int) { body.appendLEB(UInt64(value)) }

    mutating func string(_ value: ByteString) {
        if let index = indices[value] {
            number(index)
        } else {
            indices[value] = strings.count
            number(strings.count)
            strings.append(value)
        }
    }

    mutating func optional(_ value: ByteString?) {
        guard let value else { return number(0) }
        number(1)
        string(value)
    }

    mutating func datasets(_ ids: [DatasetID]) {
        number(ids.count)
        for id in ids {
            string(id.namespace)
            string(id.name)
        }
    }

    mutating func endpoint(_ endpoint: Derivation.Endpoint) {
        switch endpoint {
        case .ownJob: number(0)
        case .dataset(let id):
            number(1)
            string(id.namespace)
            string(id.name)
        case .job(let id):
            number(2)
            string(id.namespace)
            string(id.name)
        }
    }

    mutating func sources(_ sources: [Derivation.Source]) {
        number(sources.count)
        for source in sources {
            endpoint(source.endpoint)
            optional(source.column)
            number(source.transformations.count)
            for transformation in source.transformations {
                string(transformation.type)
                optional(transformation.subtype)
                optional(transformation.description)
                number(transformation.masking.map { $0 ? 2 : 1 } ?? 0)
            }
        }
    }

    func finish() -> [UInt8] {
        var result: [UInt8] = []
        result.appendLEB(UInt64(strings.count))
        for string in strings {
            result.appendLEB(UInt64(string.bytes.count))
            result.append(contentsOf: string.bytes)
        }
        result.append(contentsOf: body)
        return result
    }
}

private struct StructureReader {
    private let bytes: [UInt8]
    private var position: Int
    private var strings: [ByteString] = []

    init(bytes: [UInt8], start: Int) throws {
        self.bytes = bytes
        position = start
        for _ in 0..<(try number()) {
            let count = try number()
            guard count <= bytes.count - position else { throw CatalogError.damaged("a cut structure") }
            strings.append(ByteString(bytes: Array(bytes[position..<position + count])))
            position += count
        }
    }

    mutating func number() throws -> Int {
        guard let value = bytes.readLEB(at: &position), value <= UInt64(Int32.max) else {
            throw CatalogError.damaged("a cut structure")
        }
        return Int(value)
    }

    mutating func string() throws -> ByteString {
        let index = try number()
        guard index < strings.count else { throw CatalogError.damaged("a structure with a wrong string index") }
        return strings[index]
    }

    mutating func optional() throws -> ByteString? { try number() == 0 ? nil : try string() }

    mutating func datasets() throws -> [DatasetID] {
        var result: [DatasetID] = []
        for _ in 0..<(try number()) { result.append(DatasetID(namespace: try string(), name: try string())) }
        return result
    }

    mutating func endpoint() throws -> Derivation.Endpoint {
        switch try number() {
        case 0: .ownJob
        case 1: .dataset(DatasetID(namespace: try string(), name: try string()))
        case 2: .job(JobID(namespace: try string(), name: try string()))
        default: throw CatalogError.damaged("a structure with an unknown endpoint")
        }
    }

    mutating func sources() throws -> [Derivation.Source] {
        var result: [Derivation.Source] = []
        for _ in 0..<(try number()) {
            let endpoint = try endpoint()
            let column = try optional()
            var transformations: [Derivation.Transformation] = []
            for _ in 0..<(try number()) {
                transformations.append(
                    Derivation.Transformation(
                        type: try string(), subtype: try optional(), description: try optional(),
                        masking: [nil, false, true][min(try number(), 2)]))
            }
            result.append(Derivation.Source(endpoint: endpoint, column: column, transformations: transformations))
        }
        return result
    }
}

extension [UInt8] {
    /// Appends an unsigned LEB128 number.
    package mutating func appendLEB(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Reads an unsigned LEB128 number; nil at the end of the bytes or beyond 64 bits.
    package func readLEB(at position: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < count, shift < 64 {
            let byte = self[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
