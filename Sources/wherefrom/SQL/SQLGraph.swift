import SQLLineage

/// One graph of all files: tables, and a job for each file that connects them.
enum SQLGraph {
    static func answer(_ results: [SQLFileResult]) -> LineageAnswer {
        var answer = LineageAnswer()
        var known: Set<String> = []
        func add(_ id: String, _ type: String, _ name: String) {
            if known.insert(id).inserted {
                answer.nodes.append(LineageAnswer.Node(id: id, type: type, namespace: "", name: name))
            }
        }
        for file in results {
            let job = "job:\(file.source.path)"
            add(job, "job", file.source.path)
            for table in file.result.inputs {
                add("dataset:\(table)", "dataset", table.description)
                answer.edges.append(LineageAnswer.Edge(from: "dataset:\(table)", to: job, origin: "explicit"))
            }
            for table in file.result.outputs {
                add("dataset:\(table)", "dataset", table.description)
                answer.edges.append(LineageAnswer.Edge(from: job, to: "dataset:\(table)", origin: "explicit"))
            }
        }
        return answer
    }
}
