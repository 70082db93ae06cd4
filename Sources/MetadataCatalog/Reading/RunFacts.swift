import JSONBytes
import OpenLineage

/// The facets that the events of a run tell, each with the value of the newest event that has it.
///
/// The values are copied out of the events, so that keeping them keeps no event.
struct RunFacts: Sendable {
    var run = FacetFold()
    var job = FacetFold()
    /// Input and output facets of the datasets that events list.
    var inputs: [DatasetID: FacetFold] = [:]
    var outputs: [DatasetID: FacetFold] = [:]
    /// How many events these are, and the greatest point among them.
    private(set) var events = 0
    private(set) var last: OrderPoint?
    /// About how many bytes it takes.
    private(set) var byteCount = 0

    /// Takes in an event that is younger than those before it.
    mutating func add(_ event: JSONValue?, at point: OrderPoint) {
        events += 1
        last = point
        guard let event else { return }
        run.add(FacetSet(event["run"]?["facets"]))
        job.add(FacetSet(event["job"]?["facets"]))
        Self.collect(event["inputs"], ["inputFacets"], into: &inputs)
        Self.collect(event["outputs"], ["outputFacets"], into: &outputs)
    }

    /// Counts events that tell nothing which the others do not tell.
    mutating func count(others: Int) { events += others }

    static func collect(_ list: JSONValue?, _ keys: [StaticString], into folds: inout [DatasetID: FacetFold]) {
        guard let list else { return }
        for value in list.elements {
            guard let namespace = value["namespace"]?.byteString, let name = value["name"]?.byteString else { continue }
            let id = DatasetID(namespace: namespace, name: name)
            for facets in keys.compactMap({ value[$0] }) {
                folds[id, default: FacetFold()].add(FacetSet(facets))
            }
        }
    }

    /// The same with all values in one text of their own.
    func compacted() -> RunFacts {
        var result = self
        let names = [Array(inputs.keys), Array(outputs.keys)]
        let lists = zip(names, [inputs, outputs]).map { names, folds in names.compactMap { folds[$0] } }
        guard let (copies, bytes) = FacetFold.compacted([run, job] + lists.joined()) else { return self }
        result.run = copies[0]
        result.job = copies[1]
        var rest = copies.dropFirst(2)
        for name in names[0] { result.inputs[name] = rest.popFirst() }
        for name in names[1] { result.outputs[name] = rest.popFirst() }
        result.byteCount = bytes + 300 * copies.count
        return result
    }
}
