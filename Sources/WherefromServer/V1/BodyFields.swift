import JSONBytes
import OpenLineage

/// The members of a request's JSON object, with Marquez's words for what is missing.
struct BodyFields: Sendable {
    let json: JSONValue

    /// - Throws: 400 for a body that is no JSON, 422 for one that is no object.
    init(_ context: RequestContext) async throws {
        json = try await context.jsonBody()
        guard json.kind == .object else { throw HTTPError.unprocessable(["The request body must be an object."]) }
    }

    /// The text under `key`.
    ///
    /// - Throws: 422 if it is missing or no text.
    func text(_ key: StaticString) throws -> ByteString {
        guard let value = json[key], !value.isNull else { throw HTTPError.unprocessable(["\(key) must not be null"]) }
        guard let text = value.byteString else { throw HTTPError.unprocessable(["\(key) must be text"]) }
        return text
    }

    func optionalText(_ key: StaticString) -> ByteString? { json[key]?.byteString }

    func texts(_ key: StaticString) -> [ByteString] {
        json[key]?.elements.compactMap(\.byteString) ?? []
    }

    /// The time under `key`.
    ///
    /// - Throws: 422 for text that is no time.
    func time(_ key: StaticString) throws -> EventTime? {
        guard let text = optionalText(key) else { return nil }
        guard let time = EventTime.parse(text)?.time else {
            throw HTTPError.unprocessable(["\(key) must be a time such as 2026-01-31T12:00:00Z"])
        }
        return time
    }

    /// The dataset identities under `key`.
    ///
    /// - Throws: 422 for elements without namespace or name.
    func datasets(_ key: StaticString) throws -> [DatasetID] {
        try json[key]?.elements.map { value in
            guard let namespace = value["namespace"]?.byteString, let name = value["name"]?.byteString else {
                throw HTTPError.unprocessable(["\(key) must be a list of objects with namespace and name"])
            }
            return DatasetID(namespace: namespace, name: name)
        } ?? []
    }
}
