import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

struct StructureTests {
    private let a = DatasetID(namespace: "ns", name: "a")
    private let b = DatasetID(namespace: "ns", name: "b")

    private func source(_ dataset: DatasetID, _ column: ByteString?, _ subtype: ByteString) -> Derivation.Source {
        Derivation.Source(
            endpoint: .dataset(dataset), column: column,
            transformations: [
                Derivation.Transformation(type: "DIRECT", subtype: subtype, description: nil, masking: true)
            ])
    }

    @Test func bytesGiveTheSameStructureBack() throws {
        var structure = Structure()
        structure.inputs = [b, a]
        structure.outputs = [b]
        structure.derivations = [
            Derivation(
                target: .dataset(b), basis: .column, sources: [source(a, nil, "FILTER")],
                columns: [
                    Derivation.Column(
                        name: "x", sources: [source(a, "k", "IDENTITY"), source(a, "k", "SORT")],
                        transformationDescription: "copied", transformationType: nil)
                ]),
            Derivation(
                target: .ownJob, basis: .explicit,
                sources: [
                    Derivation.Source(
                        endpoint: .job(JobID(namespace: "n", name: "j")), column: nil, transformations: [])
                ],
                columns: []),
        ]
        structure.normalise()
        #expect(try Structure(decoding: structure.encoded()) == structure)
        #expect(structure.derivations[1].columns[0].sources.count == 1, "one source with both transformations")
    }

    @Test func everyCutOfTheBytesIsRefused() throws {
        var structure = Structure()
        structure.inputs = [a, b]
        structure.outputs = [b]
        let bytes = structure.normalised().encoded()
        for count in 0..<bytes.count {
            #expect(throws: CatalogError.self) { try Structure(decoding: Array(bytes[..<count])) }
        }
    }

    @Test func orderAndRepetitionDoNotChangeTheContent() {
        var one = Structure()
        one.inputs = [a, b, a]
        var other = Structure()
        other.inputs = [b, a]
        #expect(one.normalised().encoded() == other.normalised().encoded())
    }

    @Test func explicitLineageWinsOverColumnLineageOfTheSameTarget() {
        var structure = Structure()
        structure.derivations = [
            Derivation(target: .dataset(b), basis: .column, sources: [source(a, nil, "JOIN")], columns: []),
            Derivation(target: .dataset(b), basis: .explicit, sources: [], columns: []),
        ]
        structure.normalise()
        #expect(structure.derivations.map(\.basis) == [.explicit])
    }
}
