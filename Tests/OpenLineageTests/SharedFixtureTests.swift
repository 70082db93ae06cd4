import Foundation
import JSONBytes
import OpenLineage
import Testing

/// Tests over the collection of real events and specification files that may lie beside the repository.
@Suite(.enabled(if: Fixtures.shared != nil, "no ../shared beside the repository; WHEREFROM_SHARED may name it"))
struct SharedFixtureTests {
    private var shared: URL { Fixtures.shared ?? Fixtures.folder }

    @Test("The registry lists exactly the members and versions of the specification")
    func registryMatchesSpecification() throws {
        let files = Fixtures.files(below: shared.appending(path: "openlineage/spec/facets"), suffix: ".json")
        #expect(files.count == 38)
        #expect(Set(files.map(\.lastPathComponent)) == Set(FacetRegistry.all.map(\.file)))
        for entry in FacetRegistry.all {
            let file = try #require(files.first { $0.lastPathComponent == entry.file })
            let schema = try JSONDocument(parsing: Fixtures.bytes(file)).root
            #expect(schema["$id"]?.string?.contains("/\(entry.version)/") == true, "\(entry.name)")
            let definition = try #require(schema["$defs"]?.member(ByteString(entry.name)))
            #expect(
                entry.members.map { "\($0.name) \($0.isRequired)" }.sorted() == members(definition).sorted(),
                "\(entry.name)")
        }
    }

    private func members(_ definition: JSONValue) -> [String] {
        let parts = [definition] + (definition["allOf"]?.elements.map { $0 } ?? [])
        return parts.flatMap { part in
            let required = Set(part["required"]?.elements.compactMap(\.string) ?? [])
            return part["properties"]?.members.map { "\($0.key.string) \(required.contains($0.key.string))" } ?? []
        }
    }

    @Test("The specification's examples decode with every member accounted for")
    func examples() throws {
        let folder = shared.appending(path: "openlineage/spec/examples")
        var facetCount = 0
        for file in Fixtures.files(below: folder, suffix: ".json") {
            let root = try JSONDocument(parsing: Fixtures.bytes(file)).root
            if root["eventTime"] != nil {
                _ = try OpenLineageEvent(decoding: root)
                continue
            }
            let definition = file.deletingLastPathComponent().lastPathComponent
            for (key, facet) in root.members {
                let entry = try #require(registryEntry(key.string, definition, facet), "\(file.path)")
                let decoded = try #require(entry.decode(facet))
                facetCount += 1
                let shown = String(reflecting: decoded)
                for leaf in leaves(of: facet, entry) where !leaf.isEmpty {
                    // Identities show percent-encoded.
                    let encoded = DatasetID(namespace: "", name: ByteString(leaf)).description.dropFirst()
                    #expect(
                        shown.contains(leaf) || shown.contains(encoded),
                        "\(file.lastPathComponent): \(leaf) is not in \(shown)")
                }
            }
        }
        #expect(facetCount >= 46)
    }

    private func registryEntry(_ key: String, _ definition: String, _ facet: JSONValue) -> FacetRegistry.Entry? {
        let candidates = FacetRegistry.all.filter { $0.key == key && $0.file == "\(definition).json" }
        let known = candidates.filter { entry in entry.members.contains { facet[$0.name] != nil } }
        return known.first ?? candidates.first
    }

    /// How the scalars of an example show in Swift; those below members that are kept raw are left out.
    private func leaves(of json: JSONValue, _ entry: FacetRegistry.Entry) -> [String] {
        let raw: Set<ByteString> = ["_producer", "_schemaURL", "_deleted", "type", "params", "dimensions", "facets"]
        switch json.kind {
        case .object: return json.members.flatMap { raw.contains($0.key) ? [] : leaves(of: $0.value, entry) }
        case .array: return json.elements.flatMap { leaves(of: $0, entry) }
        case .string:
            guard let text = json.byteString else { return [] }
            if entry.key == "lifecycleStateChange" { return [text.string.lowercased()] }
            if let time = EventTime.parse(text)?.time, text.count > 10 { return [time.description] }
            return [String(text.string.debugDescription.dropFirst().dropLast())]
        case .number: return json.int64.map { ["\($0)"] } ?? json.double.map { ["\($0)"] } ?? []
        case .true: return ["true"]
        case .false: return ["false"]
        case .null: return []
        }
    }

    @Test(
        "Whole-event fixtures decode",
        arguments: ["openlineage/marquez/events", "openlineage/marquez/apples", "openlineage/scenarios"])
    func eventFiles(folder: String) throws {
        let files = Fixtures.files(below: shared.appending(path: folder), suffix: ".json")
        #expect(!files.isEmpty)
        for file in files {
            let root = try JSONDocument(parsing: Fixtures.bytes(file)).root
            for value in root.kind == .array ? Array(root.elements) : [root] {
                #expect(throws: Never.self, "\(file.path)") { try check(OpenLineageEvent(decoding: value)) }
            }
        }
    }

    @Test("Events captured from real clients decode")
    func captured() throws {
        var count = 0
        for file in Fixtures.files(below: shared.appending(path: "captured"), suffix: ".ndjson") {
            guard !file.path.contains("/spark/") else { continue }
            for line in try Fixtures.bytes(file).split(separator: UInt8(ascii: "\n")) {
                let root = try JSONDocument(parsing: Array(line)).root
                let isRaw = file.lastPathComponent.hasSuffix(".raw.ndjson")
                let value = isRaw ? root["body"] : root
                guard let value, value["eventTime"] != nil || !isRaw else { continue }
                count += 1
                #expect(throws: Never.self, "\(file.lastPathComponent)") {
                    try check(OpenLineageEvent(decoding: value))
                }
            }
        }
        #expect(count > 100)
    }

    /// Reads everything that can be asked of an event.
    private func check(_ event: OpenLineageEvent) throws {
        _ = event.facetDiagnostics()
        _ = event.marquezStrictErrors
        for mention in event.inputs + event.outputs {
            _ = DatasetKind(of: mention.id, facets: mention.facets)
            _ = Naming.normalizedTableKey(mention.id)
            #expect(DatasetID(mention.id.description) == mention.id)
        }
        let columns = (event.inputs + event.outputs).compactMap { $0.facets.decode(ColumnLineageDatasetFacet.self) }
        #expect(columns.allSatisfy { $0.unreadableCount == 0 })
    }
}
