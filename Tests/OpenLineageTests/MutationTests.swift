import Foundation
import JSONBytes
import OpenLineage
import Testing

/// Events with random damage: whatever parses is decoded or refused, and everything that can be asked of it answers.
struct MutationTests {
    @Test("Damaged events are decoded or refused", arguments: [UInt64(1), 2, 3, 4])
    func damagedEvents(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = try Fixtures.files(below: Fixtures.folder, suffix: ".json").map(Fixtures.bytes)
        let facets = FacetRegistry.all.map { FacetSample($0) }
        var decodedCount = 0
        for _ in 0..<3000 {
            var bytes = try #require(samples.randomElement(using: &generator))
            if Bool.random(using: &generator), let facet = facets.randomElement(using: &generator) {
                bytes = Array(event(with: facet).utf8)
            }
            for _ in 0..<Int.random(in: 0...4, using: &generator) { damage(&bytes, &generator) }
            guard let document = try? JSONDocument(parsing: bytes) else { continue }
            if let event = try? OpenLineageEvent(decoding: document.root) {
                decodedCount += 1
                ask(event)
            }
            _ = marquezStrictErrors(of: document.root)
        }
        #expect(decodedCount > 300)
    }

    private func event(with facet: FacetSample) -> String {
        let place =
            switch facet.entry.entity {
            case .input: "inputFacets"
            case .output: "outputFacets"
            case .run, .job, .dataset: "facets"
            }
        let facets = #""\#(place)":{"\#(facet.entry.key)":\#(facet.text)}"#
        return """
            {"eventType":"START","eventTime":"2026-01-31T09:30:00Z","producer":"p:","schemaURL":"s",
            "run":{"runId":"r",\(facets)},"job":{"namespace":"n","name":"j",\(facets)},
            "inputs":[{"namespace":"postgres://h","name":"a.b",\(facets)}],"outputs":[{"namespace":"s3://b","name":"k",\(facets)}]}
            """
    }

    /// Replaces, removes or repeats a piece; most replacements keep the text valid JSON.
    private func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 1...8, using: &generator))
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[start] = UInt8.random(in: 32...126, using: &generator)
        case 1: bytes.removeSubrange(start..<end)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: end)
        default:
            // A whole string becomes a value of another type, or a string that is odd for names and times.
            let quotes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\"") }
            guard quotes.count > 1 else { return }
            let first = Int.random(in: 0..<quotes.count - 1, using: &generator)
            let values = [
                "null", "17", "-1e400", "NaN", "[]", "{}", "true", "\"\"", "\"\\ud800\"", "\"://[:;@\"", "\"2026-W\"",
            ]
            let value = values.randomElement(using: &generator) ?? "null"
            bytes.replaceSubrange(quotes[first]...quotes[first + 1], with: Array(value.utf8))
        }
    }

    private func ask(_ event: OpenLineageEvent) {
        _ = event.facetDiagnostics()
        _ = event.run?.id.uuid
        let job = event.job?.id ?? JobID(namespace: "", name: "")
        _ = event.run?.id.marquezParentUUID(of: job)
        _ = JobNaming.marquezNamespace(job.namespace)
        let mentions = event.inputs + event.outputs + (event.dataset.map { [$0] } ?? [])
        _ = Naming.mergeProposals(among: mentions.map(\.id))
        for mention in mentions { _ = DatasetKind(of: mention.id, facets: mention.facets) }
        for entry in FacetRegistry.all {
            for set in mentions.flatMap({ [$0.facets, $0.inputFacets, $0.outputFacets] }) {
                for facet in set { _ = entry.decode(facet.value) }
            }
        }
    }
}
