public import JSONBytes

extension OpenLineageEvent {
    /// Decodes an event, accepting whatever has an identity.
    ///
    /// The kind follows from the structure: a `run` makes a run event; a `job` without run makes a job event; a `dataset`
    /// without either makes a dataset event. `schemaURL` is only consulted where the structure contradicts itself: a
    /// `job` without run but with `eventType`, or `job` beside `dataset`.
    ///
    /// Members that are `null` count as absent. Names and run ids that are numbers or booleans are taken by their
    /// spelling, with a diagnostic, as Marquez does; empty ones are accepted. A missing or unreadable `eventTime`, a run
    /// without `runId`, a job or dataset without `namespace` or `name`, and `inputs` or `outputs` that are no lists of
    /// objects are refused, since lineage that was silently left out would look complete.
    /// - Throws: ``EventRejection`` with status 400 if `json` is no object, 422 if the event has no identity.
    /// - Complexity: O(members of the event, its run, job and datasets, and the facets' keys); facets are not read.
    public init(decoding json: JSONValue) throws(EventRejection) {
        guard json.kind == .object else {
            throw EventRejection(status: 400, errors: ["an event must be a JSON object"])
        }
        var decoder = EventDecoder(json)
        let kind = decoder.kind()
        let time = decoder.time()
        let type = kind == .run ? decoder.eventType() : .absent
        let run = kind == .run ? decoder.run() : nil
        let job = kind == .dataset ? nil : decoder.job()
        let dataset = kind == .dataset ? decoder.dataset() : nil
        let inputs = kind == .dataset ? [] : decoder.datasets(.inputs)
        let outputs = kind == .dataset ? [] : decoder.datasets(.outputs)
        let producer = decoder.producer()
        let schemaURL = decoder.schemaURL()
        decoder.noteOddities()
        guard let time, decoder.errors.isEmpty else {
            throw EventRejection(status: 422, errors: decoder.errors)
        }
        self.init(
            kind: kind, time: time, type: type, producer: producer, schemaURL: schemaURL, run: run, job: job,
            dataset: dataset, inputs: inputs, outputs: outputs, diagnostics: decoder.diagnostics, json: json)
    }
}

/// Collects the reasons for a refusal and the diagnostics while an event is read.
private struct EventDecoder {
    private let json: JSONValue
    private(set) var errors: [String] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ json: JSONValue) { self.json = json }

    private func present(_ key: StaticString, in object: JSONValue) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    private mutating func note(
        _ id: String, _ severity: Diagnostic.Severity, _ message: String, path: String? = nil, hint: String? = nil
    ) {
        guard diagnostics.count < OpenLineageEvent.diagnosticsMax else { return }
        diagnostics.append(Diagnostic(id: id, severity: severity, message: message, path: path, hint: hint))
    }

    private mutating func refuse(_ reason: String) {
        if errors.count < EventRejection.errorsMax { errors.append(reason) }
    }

    // MARK: The event itself

    mutating func kind() -> OpenLineageEvent.Kind {
        let hasJob = present("job", in: json) != nil
        let hasDataset = present("dataset", in: json) != nil
        if present("run", in: json) != nil {
            if hasDataset { noteIgnored("dataset", in: "run") }
            return .run
        }
        switch (hasJob, hasDataset) {
        case (true, true):
            let kind: OpenLineageEvent.Kind = schemaKind() == .dataset ? .dataset : .job
            noteIgnored(kind == .job ? "dataset" : "job", in: kind == .job ? "job" : "dataset")
            return kind
        case (true, false):
            // Only run events have a type, so this is most likely a run event that lost its run.
            return present("eventType", in: json) != nil && schemaKind() != .job ? .run : .job
        case (false, true): return .dataset
        case (false, false): return schemaKind() ?? .run
        }
    }

    private mutating func noteIgnored(_ member: String, in kind: String) {
        note(
            "event-kind-ambiguous", .warning, "A \(kind) event has no \(member); it was not read.", path: "/\(member)",
            hint: "Send the \(member) in an event of its own.")
    }

    /// The kind that the end of `schemaURL` names.
    private func schemaKind() -> OpenLineageEvent.Kind? {
        guard let url = json["schemaURL"]?.byteString else { return nil }
        let name = url.bytes.lastIndex(of: UInt8(ascii: "/")).map { url.bytes[($0 + 1)...] } ?? url.bytes[...]
        if name.elementsEqual("RunEvent".utf8) { return .run }
        if name.elementsEqual("JobEvent".utf8) { return .job }
        if name.elementsEqual("DatasetEvent".utf8) { return .dataset }
        return nil
    }

    mutating func time() -> EventTime? {
        guard let value = present("eventTime", in: json) else {
            refuse("eventTime must not be null")
            return nil
        }
        guard let text = value.byteString else {
            refuse("eventTime must be text in the format of RFC 3339")
            return nil
        }
        guard let (time, oddities) = EventTime.parse(text) else {
            refuse("eventTime must be a time in the format of RFC 3339 between the years 1678 and 2261")
            return nil
        }
        if !oddities.isEmpty {
            note(
                oddities.contains(.noZone) ? "event-time-without-zone" : "event-time-unusual",
                oddities.contains(.noZone) ? .warning : .info,
                "eventTime was understood, but \(oddities.explanations.joined(separator: ", ")).", path: "/eventTime",
                hint: "Send RFC 3339 with a zone, for example 2026-01-31T09:30:00.000Z.")
        }
        return time
    }

    mutating func eventType() -> EventType {
        guard let value = present("eventType", in: json) else {
            note(
                "event-type-missing", .info, "The event has no eventType; the state of its run stays as it is.",
                path: "/eventType")
            return .absent
        }
        if let type = value.byteString.flatMap(EventType.init(text:)) { return type }
        note(
            "event-type-unknown", .warning, "The eventType is none of the specification's and counts as OTHER.",
            path: "/eventType", hint: "Send START, RUNNING, COMPLETE, ABORT, FAIL or OTHER.")
        return .other
    }

    mutating func producer() -> ByteString? {
        guard let value = present("producer", in: json) else {
            note("producer-missing", .warning, "The event does not say who produced it.", path: "/producer")
            return nil
        }
        guard let text = value.byteString ?? value.scalarSpelling else {
            note("producer-not-text", .warning, "The producer is not text.", path: "/producer")
            return nil
        }
        if !text.hasURIScheme {
            note(
                "producer-not-uri", .info, "The producer is not a URI.", path: "/producer",
                hint: "Use a URI that leads to the producing code, with its version.")
        }
        return text
    }

    mutating func schemaURL() -> ByteString? {
        guard let value = present("schemaURL", in: json) else {
            note("schema-url-missing", .info, "The event does not name its schema.", path: "/schemaURL")
            return nil
        }
        guard let text = value.byteString else {
            note("schema-url-not-text", .info, "The schemaURL is not text.", path: "/schemaURL")
            return nil
        }
        return text
    }

    /// Reports what was odd about the JSON text itself.
    mutating func noteOddities() {
        // The usual case costs one comparison. A document may hold a batch of events, so the oddities of the document
        // are looked for in this event.
        guard !json.document.oddities.isEmpty else { return }
        let found = JSONOddityScan(of: json, for: json.document.oddities).found
        for (oddity, id, message) in EventDecoder.oddityTexts where found.contains(oddity) {
            note(id, .warning, message)
        }
    }

    private static let oddityTexts: [(JSONOddities, String, String)] = [
        (
            .nonFiniteNumber, "json-non-finite-number",
            "The event holds NaN or Infinity, which JSON has not; answers show null."
        ),
        (.loneSurrogate, "json-lone-surrogate", "The event holds half of a surrogate pair in a string."),
        (.nulCharacter, "json-nul-character", "The event holds the character U+0000 in a string."),
        (.duplicateKey, "json-duplicate-key", "The event holds a key twice in one object; the last one counts."),
        (
            .hugeNumber, "json-huge-number",
            "The event holds a number beyond the range of 64-bit floats; answers show null."
        ),
    ]

    // MARK: Run, job and datasets

    mutating func run() -> RunMention? {
        guard let object = object("run", at: .run) else { return nil }
        let id = identity("runId", in: object, at: .run)
        let facets = facets("facets", in: object, at: .run)
        return id.map { RunMention(id: RunID($0), facets: facets, json: object) }
    }

    mutating func job() -> JobMention? {
        guard let object = object("job", at: .job) else { return nil }
        let namespace = identity("namespace", in: object, at: .job)
        let name = identity("name", in: object, at: .job)
        let facets = facets("facets", in: object, at: .job)
        guard let namespace, let name else { return nil }
        return JobMention(id: JobID(namespace: namespace, name: name), facets: facets, json: object)
    }

    mutating func dataset() -> DatasetMention? {
        object("dataset", at: .dataset).flatMap { mention($0, at: .dataset) }
    }

    mutating func datasets(_ list: Place.List) -> [DatasetMention] {
        guard let value = present(list.key, in: json) else { return [] }
        guard value.kind == .array else {
            refuse("\(list.key) must be a list")
            return []
        }
        var mentions: [DatasetMention] = []
        mentions.reserveCapacity(value.count)
        for (index, element) in value.elements.enumerated() {
            let place = Place.element(list, index)
            if element.kind != .object {
                refuse("\(place.label) must be an object")
            } else if let mention = mention(element, at: place) {
                mentions.append(mention)
            }
        }
        return mentions
    }

    private mutating func mention(_ object: JSONValue, at place: Place) -> DatasetMention? {
        let namespace = identity("namespace", in: object, at: place)
        let name = identity("name", in: object, at: place)
        let common = facets("facets", in: object, at: place)
        var inputFacets = FacetSet(nil)
        var outputFacets = FacetSet(nil)
        switch place {
        case .element(.inputs, _): inputFacets = facets("inputFacets", in: object, at: place)
        case .element(.outputs, _): outputFacets = facets("outputFacets", in: object, at: place)
        case .run, .job, .dataset: break
        }
        guard let namespace, let name else { return nil }
        return DatasetMention(
            id: DatasetID(namespace: namespace, name: name), facets: common, inputFacets: inputFacets,
            outputFacets: outputFacets, json: object)
    }

    private mutating func object(_ key: StaticString, at place: Place) -> JSONValue? {
        guard let value = present(key, in: json) else {
            refuse("\(place.label) must not be null")
            return nil
        }
        guard value.kind == .object else {
            refuse("\(place.label) must be an object")
            return nil
        }
        return value
    }

    /// The text of an identity member, or the spelling of a number or boolean in its place.
    private mutating func identity(_ key: StaticString, in object: JSONValue, at place: Place) -> ByteString? {
        guard let value = present(key, in: object) else {
            refuse("\(place.label).\(key) must not be null")
            return nil
        }
        if let text = value.byteString { return text }
        guard let spelling = value.scalarSpelling else {
            refuse("\(place.label).\(key) must be text")
            return nil
        }
        note(
            "identity-not-text", .warning, "\(place.label).\(key) is not text; its spelling was taken.",
            path: "\(place.pointer)/\(key)", hint: "Send it as a JSON string.")
        return spelling
    }

    private mutating func facets(_ key: StaticString, in object: JSONValue, at place: Place) -> FacetSet {
        guard let value = present(key, in: object) else { return FacetSet(nil) }
        guard value.kind == .object else {
            note(
                "facets-not-object", .error, "\(place.label).\(key) is not an object; it was not read.",
                path: "\(place.pointer)/\(key)")
            return FacetSet(nil)
        }
        return FacetSet(value)
    }
}

/// Where in an event something stands; turned into text only when there is something to say about it.
private enum Place {
    enum List {
        case inputs, outputs

        var key: StaticString { self == .inputs ? "inputs" : "outputs" }
    }

    case run, job, dataset
    case element(List, Int)

    /// As Marquez spells it in its validation errors.
    var label: String {
        switch self {
        case .run: "run"
        case .job: "job"
        case .dataset: "dataset"
        case .element(let list, let index): "\(list.key)[\(index)]"
        }
    }

    /// As a JSON Pointer.
    var pointer: String {
        switch self {
        case .run: "/run"
        case .job: "/job"
        case .dataset: "/dataset"
        case .element(let list, let index): "/\(list.key)/\(index)"
        }
    }
}

extension ByteString {
    /// Whether the text starts like an absolute URI (RFC 3986, section 3.1).
    fileprivate var hasURIScheme: Bool {
        let bytes = self.bytes
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, bytes[0].isASCIILetter else {
            return false
        }
        return bytes[..<colon].allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }
}
