import Foundation

/// Histories that nobody thought of.
enum RandomHistory {
    /// Events about a few runs, jobs and datasets; parents are runs that may have events, and parents, of their own.
    static func events(count: Int, using generator: inout SeededGenerator) -> [String] {
        let jobs = ["j", "k", "dag", "dag.t"]
        let datasets = ["a", "b", "c", "d", "other:e"]
        let types = ["START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL", "ABORT", "OTHER"]
        var events: [String] = []
        for _ in 0..<count {
            let minute = Int.random(in: 0...14, using: &generator)
            if Int.random(in: 0..<12, using: &generator) == 0 {
                events.append(
                    Histories.declaredJob(minute, inputs: [datasets.randomElement(using: &generator)!], outputs: ["b"]))
                continue
            }
            let run = Int.random(in: 0...5, using: &generator)
            // Parents have smaller numbers, so that nobody is his own ancestor.
            let parent =
                run > 0 && Int.random(in: 0..<3, using: &generator) == 0
                ? (jobs.randomElement(using: &generator)!, "r\(Int.random(in: 0..<run, using: &generator))") : nil
            events.append(
                Histories.event(
                    Histories.time(minute), types.randomElement(using: &generator)!,
                    run: "r\(run)", job: jobs.randomElement(using: &generator)!,
                    inputs: pick(datasets, &generator), outputs: pick(datasets, &generator),
                    schema: [nil, "id", "id,x", "y"].randomElement(using: &generator)!, parent: parent,
                    symlink: [nil, nil, nil, "s1", "s2", "-"].randomElement(using: &generator)!,
                    column: [nil, nil, "a", "z", "-"].randomElement(using: &generator)!,
                    lineage: [nil, nil, nil, "a", "z", "job:k", "-"].randomElement(using: &generator)!,
                    snapshot: Int.random(in: 0..<6, using: &generator) == 0,
                    streaming: Int.random(in: 0..<6, using: &generator) == 0,
                    producer: Int.random(in: 0..<4, using: &generator) == 0 ? scopedProducer : "p"))
        }
        return events
    }

    /// Events of this producer come with a key that may write to the namespace `ns` alone.
    static let scopedProducer = "scoped"

    private static func pick(_ datasets: [String], _ generator: inout SeededGenerator) -> [String] {
        Array(datasets.shuffled(using: &generator).prefix([0, 0, 1, 2].randomElement(using: &generator)!))
    }

    /// The same event in another spelling: other order of keys, white space, members that are null.
    static func respelled(_ event: String, using generator: inout SeededGenerator) -> String {
        guard let value = try? JSONSerialization.jsonObject(with: Data(event.utf8)) else { return event }
        return spelling(of: value, &generator)
    }

    private static func spelling(of value: Any, _ generator: inout SeededGenerator) -> String {
        let space = ["", "", " ", "\n"].randomElement(using: &generator)!
        switch value {
        case let object as [String: Any]:
            var members: [String] = []
            for key in object.keys.shuffled(using: &generator) {
                members.append("\"\(key)\":\(space)\(spelling(of: object[key]!, &generator))")
            }
            if Int.random(in: 0..<4, using: &generator) == 0 { members.append("\"nothing\":null") }
            return "{\(space)\(members.joined(separator: "," + space))}"
        case let array as [Any]:
            return "[\(array.map { spelling(of: $0, &generator) }.joined(separator: "," + space))\(space)]"
        case let text as String: return "\"\(text)\""
        case let flag as Bool: return flag ? "true" : "false"
        default: return "null"
        }
    }
}
