import JSONBytes

extension OpenLineageEvent {
    /// Compares the event's facets with the specification; this reads every facet, so it is not part of decoding.
    ///
    /// Facets that the specification does not have are in order. Nothing found here makes an event unusable: a member of
    /// the wrong type is kept as sent and only left out of what is derived from the facet.
    /// - Returns: In the order run, job, dataset, inputs, outputs; at most ``facetDiagnosticsMax`` entries, the last of
    ///   which then says that there are more.
    public func facetDiagnostics() -> [Diagnostic] {
        var checker = FacetChecker(diagnosticsMax: Self.facetDiagnosticsMax)
        if let run { checker.check(run.facets, of: .run, at: "/run/facets") }
        if let job { checker.check(job.facets, of: .job, at: "/job/facets") }
        if let dataset { checker.check(dataset.facets, of: .dataset, at: "/dataset/facets") }
        for (index, input) in inputs.enumerated() {
            checker.check(input.facets, of: .dataset, at: "/inputs/\(index)/facets")
            checker.check(input.inputFacets, of: .input, at: "/inputs/\(index)/inputFacets")
        }
        for (index, output) in outputs.enumerated() {
            checker.check(output.facets, of: .dataset, at: "/outputs/\(index)/facets")
            checker.check(output.outputFacets, of: .output, at: "/outputs/\(index)/outputFacets")
        }
        return checker.diagnostics
    }

    /// The most entries that ``facetDiagnostics()`` returns: one event can hold any number of wrong members.
    public static let facetDiagnosticsMax = 100
}

/// Walks facets beside their shapes.
private struct FacetChecker {
    private(set) var diagnostics: [Diagnostic] = []
    private let diagnosticsMax: Int

    init(diagnosticsMax: Int) { self.diagnosticsMax = diagnosticsMax }

    private var isFull: Bool { diagnostics.count >= diagnosticsMax }

    mutating func check(_ facets: FacetSet, of entity: FacetEntity, at path: String) {
        for facet in facets where !isFull {
            let place = "\(path)/\(facet.name.pointerToken)"
            guard facet.value.kind == .object else {
                report("facet-not-object", "A facet is not an object.", at: place)
                continue
            }
            if facet.isDeleted { continue }
            if facet.producer == nil || facet.schemaURL == nil {
                report("facet-base-missing", "A facet lacks _producer or _schemaURL.", at: place, severity: .info)
            }
            guard let entry = FacetRegistry.entry(facet.name.string, of: entity) else { continue }
            check(facet.value, entry.members, at: place)
        }
    }

    private mutating func check(_ json: JSONValue, _ members: [FacetMember], at path: String) {
        for member in members where !isFull {
            guard let value = json[member.name], !value.isNull else {
                if member.isRequired {
                    report("facet-member-missing", "A facet lacks a required member.", at: "\(path)/\(member.name)")
                }
                continue
            }
            check(value, member.shape, at: "\(path)/\(member.name)")
        }
    }

    /// Recursion is bounded by the parser's limit of nesting.
    private mutating func check(_ json: JSONValue, _ shape: FacetShape, at path: String) {
        guard !isFull else { return }
        switch shape {
        case .any: break
        case .text, .uri, .uuid: expect(json.kind == .string, "text", at: path)
        case .time: expect(json.byteString.flatMap { EventTime.parse($0) } != nil, "a time in RFC 3339", at: path)
        case .integer: expect(json.int64 != nil, "a 64-bit integer", at: path)
        case .number: expect(json.finiteDouble != nil, "a finite number", at: path)
        case .boolean: expect(json.bool != nil, "true or false", at: path)
        case .lazy(let shape): check(json, shape(), at: path)
        case .list(let shape):
            expect(json.kind == .array, "a list", at: path)
            for (index, element) in json.elements.enumerated() { check(element, shape, at: "\(path)/\(index)") }
        case .map(let shape):
            expect(json.kind == .object, "an object", at: path)
            for (key, value) in json.uniqueMembers { check(value, shape, at: "\(path)/\(key.pointerToken)") }
        case .object(let members):
            expect(json.kind == .object, "an object", at: path)
            if json.kind == .object { check(json, members, at: path) }
        case .oneOf(let alternatives):
            expect(json.kind == .object, "an object", at: path)
            guard json.kind == .object, !alternatives.contains(where: { matches(json, $0) }) else { break }
            report("facet-member-unknown-form", "An object has none of the specification's forms.", at: path)
        }
    }

    private func matches(_ json: JSONValue, _ members: [FacetMember]) -> Bool {
        var checker = FacetChecker(diagnosticsMax: 1)
        checker.check(json, members, at: "")
        return checker.diagnostics.isEmpty
    }

    private mutating func expect(_ holds: Bool, _ type: String, at path: String) {
        if !holds {
            report("facet-member-type", "A member of a facet is not \(type); it is not interpreted.", at: path)
        }
    }

    private mutating func report(
        _ id: String, _ message: String, at path: String, severity: Diagnostic.Severity = .warning
    ) {
        guard !isFull else { return }
        if diagnostics.count == diagnosticsMax - 1, diagnosticsMax > 1 {
            let more = "There are more odd members; they are not listed."
            diagnostics.append(Diagnostic(id: "facet-diagnostics-cut", severity: .info, message: more))
        } else {
            diagnostics.append(Diagnostic(id: id, severity: severity, message: message, path: path))
        }
    }
}

extension ByteString {
    /// The name as one token of a JSON Pointer (RFC 6901).
    var pointerToken: String {
        var token = ""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.unicodeScalars.append(scalar)
            }
        }
        return token
    }
}
