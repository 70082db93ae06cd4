/// One request to the API; paths are relative to the server's base path.
struct APIRequest: Sendable, Equatable {
    var method: String
    /// Path with its segments already percent-encoded, from `/api/…`.
    var path: String
    var query: [(name: String, value: String)]
    var headers: [(name: String, value: String)]
    var body: [UInt8]?

    init(
        _ method: String = "GET", _ path: APIPath, query: [(String, String?)] = [], body: [UInt8]? = nil,
        headers: [(String, String)] = []
    ) {
        self.method = method
        self.path = path.text
        self.query = query.compactMap { name, value in value.map { (name, $0) } }
        self.headers = headers.map { ($0.0, $0.1) }
        self.body = body
    }

    /// Path and query as they go over the wire.
    var target: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { APIPath.encode($0.name) + "=" + APIPath.encode($0.value) }
        return path + "?" + pairs.joined(separator: "&")
    }

    static func == (left: APIRequest, right: APIRequest) -> Bool {
        left.method == right.method && left.target == right.target && left.body == right.body
    }
}

/// A path built from segments, so that a name with a slash stays one segment.
struct APIPath: Sendable, ExpressibleByStringLiteral {
    let text: String

    /// Takes a path that is already encoded.
    init(stringLiteral value: String) {
        text = value
    }

    /// Appends `segments`, each percent-encoded.
    init(_ base: String, _ segments: String...) {
        text = segments.reduce(base) { $0 + "/" + Self.encode($1) }
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    static func encode(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF")
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%"
                result.append(hex[Int(byte >> 4)])
                result.append(hex[Int(byte & 15)])
            }
        }
        return result
    }
}

/// Status and headers of an answer.
struct APIHead: Sendable {
    var status: Int
    /// Header values by lower-case name.
    var headers: [String: String] = [:]

    var isSuccess: Bool { (200..<300).contains(status) }
}

/// A whole answer.
struct APIAnswer: Sendable {
    var head: APIHead
    var body: [UInt8]

    var status: Int { head.status }
}

/// A way to the handlers of the API: over HTTP to a server, or into a database file without one.
protocol Transport: Sendable {
    /// What the answers come from, for messages: a URL or `sqlite:FILE`.
    var place: String { get }

    /// Sends a request and gathers the answer.
    /// - Throws: ``CommandFailure`` when there is no answer at all; every HTTP status is an answer.
    func send(_ request: APIRequest) async throws -> APIAnswer

    /// Sends a request and hands over the body as it comes.
    ///
    /// The body of an answer that is no success is gathered instead and returned.
    func stream(_ request: APIRequest, _ receive: @escaping @Sendable ([UInt8]) async throws -> Void) async throws
        -> APIAnswer

    /// Gives back connections and files.
    func close() async
}
