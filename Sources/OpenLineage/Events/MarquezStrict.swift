public import JSONBytes

/// What Marquez would refuse of an event, in Marquez's words.
///
/// The rules are those of Marquez 0.51's annotated event classes, with two differences: the kind of event follows from
/// its structure (see ``OpenLineageEvent/init(decoding:)``), and `jobType.jobType` is optional as in the specification.
/// - Returns: At most ``EventRejection/errorsMax`` texts such as `run.facets.parent.job.name must not be null`, in the
///   order of the event; empty if Marquez would accept it.
public func marquezStrictErrors(of json: JSONValue) -> [String] {
    var checker = StrictChecker()
    checker.check(json)
    return checker.errors
}

extension OpenLineageEvent {
    /// What Marquez would refuse of this event; see ``marquezStrictErrors(of:)``.
    public var marquezStrictErrors: [String] { OpenLineage.marquezStrictErrors(of: json) }
}

private struct StrictChecker {
    private(set) var errors: [String] = []

    private mutating func refuse(_ reason: String) {
        if errors.count < EventRejection.errorsMax { errors.append(reason) }
    }

    mutating func check(_ event: JSONValue) {
        guard event.kind == .object else {
            refuse("an event must be a JSON object")
            return
        }
        time(event)
        require(event, "producer", "")
        let kind = (try? OpenLineageEvent(decoding: event))?.kind
        let isRun = kind.map { $0 == .run } ?? (present(event["run"]) || !present(event["dataset"]))
        if isRun { run(event) }
        if present(event["dataset"]), !present(event["job"]), !isRun {
            require(event, "dataset", "")
            event["dataset"].map { dataset($0, "dataset") }
        } else {
            job(event)
            datasets(event, "inputs")
            datasets(event, "outputs")
        }
    }

    private mutating func time(_ event: JSONValue) {
        require(event, "eventTime", "")
        guard let value = event["eventTime"], !value.isNull else { return }
        let time = value.byteString.flatMap { EventTime.parse($0) }
        if time == nil || time?.oddities.contains(.dateOnly) == true {
            refuse("eventTime must be a date and time")
        }
    }

    private mutating func run(_ event: JSONValue) {
        require(event, "run", "")
        guard let run = event["run"], !run.isNull else { return }
        require(run, "runId", "run.")
        facets(run, "run", StrictRules.run)
    }

    private mutating func job(_ event: JSONValue) {
        require(event, "job", "")
        guard let job = event["job"], !job.isNull else { return }
        require(job, "namespace", "job.")
        require(job, "name", "job.")
        facets(job, "job", StrictRules.job)
    }

    private mutating func datasets(_ event: JSONValue, _ key: StaticString) {
        guard let list = event[key], !list.isNull else { return }
        guard list.kind == .array else {
            refuse("\(key) must be a list")
            return
        }
        for (index, element) in list.elements.enumerated() { dataset(element, "\(key)[\(index)]") }
    }

    private mutating func dataset(_ json: JSONValue, _ path: String) {
        require(json, "namespace", path + ".")
        require(json, "name", path + ".")
        facets(json, path, StrictRules.dataset)
    }

    private mutating func facets(_ parent: JSONValue, _ path: String, _ rules: [StrictRule]) {
        guard let facets = parent["facets"], !facets.isNull else { return }
        for rule in rules {
            guard let facet = facets[rule.key], !facet.isNull else { continue }
            let place = "\(path).facets.\(rule.key)"
            require(facet, "_producer", place + ".")
            require(facet, "_schemaURL", place + ".")
            for member in rule.required { require(facet, path: member[...], place) }
            if rule.key.description == "schema" { schema(facet, place) }
        }
    }

    private mutating func schema(_ facet: JSONValue, _ place: String) {
        guard let fields = facet["fields"] else { return }
        for (index, field) in fields.elements.enumerated() {
            require(field, "name", "\(place).fields[\(index)].")
        }
    }

    /// Requires a member of a member …; what is below a missing one is not asked for.
    private mutating func require(_ json: JSONValue, path: ArraySlice<StaticString>, _ place: String) {
        guard let key = path.first else { return }
        // A list of names is only asked for its first missing part, and once.
        let message = "\(place).\(key) must not be null"
        guard !errors.contains(message) else { return }
        require(json, key, place + ".")
        if let value = json[key], !value.isNull { require(value, path: path.dropFirst(), "\(place).\(key)") }
    }

    private mutating func require(_ json: JSONValue, _ key: StaticString, _ prefix: String) {
        if !present(json[key]) { refuse("\(prefix)\(key) must not be null") }
    }

    private func present(_ value: JSONValue?) -> Bool { value.map { !$0.isNull } ?? false }
}

/// A facet that Marquez validates, and the paths in it that must be there besides `_producer` and `_schemaURL`.
private struct StrictRule {
    var key: StaticString
    var required: [[StaticString]] = []
}

private enum StrictRules {
    static let run = [
        StrictRule(key: "nominalTime", required: [["nominalStartTime"]]),
        StrictRule(key: "parent", required: [["run", "runId"], ["job", "namespace"], ["job", "name"]]),
    ]
    static let job = [
        StrictRule(key: "documentation", required: [["description"]]),
        StrictRule(key: "sourceCodeLocation"),
        StrictRule(key: "sql", required: [["query"]]),
        StrictRule(key: "jobType", required: [["processingType"], ["integration"]]),
    ]
    static let dataset = [
        StrictRule(key: "documentation", required: [["description"]]),
        StrictRule(key: "schema"),
        StrictRule(key: "dataSource"),
        StrictRule(key: "lifecycleStateChange"),
        StrictRule(key: "columnLineage"),
        StrictRule(key: "symlinks"),
    ]
}
