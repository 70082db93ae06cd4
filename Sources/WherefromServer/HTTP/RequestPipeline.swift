import HTTPTypes
import JSONBytes
package import Logging
import SQLDatabase

/// The way of every request: base path, route, who asks, handler, errors, encoding, metrics, log.
package final class RequestPipeline: Sendable {
    package let registry: RouteRegistry
    package let metrics: ServerMetrics
    package let authenticator: Authenticator
    private let tree: RouteTree
    private let originGuard: OriginGuard
    private let basePath: String
    private let bodyBytesMax: Int
    private let budget = BodyBudget()
    private let requestIDs = RequestIDs()
    private let logger: Logger

    package init(
        registry: RouteRegistry, metrics: ServerMetrics, authenticator: Authenticator, originGuard: OriginGuard,
        basePath: String = "", bodyBytesMax: Int = Limits.bodyBytesMax, logger: Logger
    ) {
        self.registry = registry
        self.metrics = metrics
        self.authenticator = authenticator
        self.originGuard = originGuard
        self.basePath = Self.normalised(basePath)
        self.bodyBytesMax = bodyBytesMax
        self.logger = logger
        tree = RouteTree(registry)
    }

    /// Answers `request`.
    ///
    /// - Throws: ``TransportFailure`` when nobody is left to answer; ``DatabaseError`` to requests of the process itself.
    package func respond(to request: IncomingRequest) async throws -> Response {
        let started = WallClock.nanoseconds()
        metrics.requestBegan()
        let requestID = requestIDs.id(for: request)
        let target = SplitTarget(request.target, basePath: basePath)
        var found: RouteIndex?
        var response: Response
        do {
            response = try await answer(request, target, id: requestID, receivedAt: started, found: &found)
        } catch let failure as TransportFailure {
            metrics.requestEnded(route: found?.index, status: 499, nanoseconds: WallClock.nanoseconds() - started)
            throw failure
        } catch let error as DatabaseError where request.origin.isProcess {
            // The command that opened the database explains it to its user.
            metrics.requestEnded(route: found?.index, status: 500, nanoseconds: WallClock.nanoseconds() - started)
            throw error
        } catch {
            response = httpError(from: error, requestID: requestID).response(in: target.errorShape)
        }
        response = Self.finished(response, request: request)
        response.headers[.xRequestID] = requestID
        let nanoseconds = WallClock.nanoseconds() - started
        metrics.requestEnded(route: found?.index, status: response.status, nanoseconds: nanoseconds)
        log(request, response, id: requestID, nanoseconds: nanoseconds)
        return response
    }
}

extension RequestPipeline {
    /// Which route's counters a request belongs to.
    private struct RouteIndex {
        let index: Int
    }

    private func answer(
        _ request: IncomingRequest, _ target: SplitTarget, id: String, receivedAt: Int64, found: inout RouteIndex?
    ) async throws -> Response {
        guard request.target.utf8.count <= Limits.targetBytesMax else {
            throw HTTPError(414, id: "target-too-long", "The path and query are too long.")
        }
        guard let path = target.path, let match = tree.match(path) else {
            try await checkOrigin(of: request, at: receivedAt)
            throw HTTPError(
                404, id: "unknown-path", "HTTP 404 Not Found", hint: "docs/reference/http-api.md lists all paths.")
        }
        let method = HTTPMethod(rawValue: request.method)
        if method == .options, match.entry.routes[.options] == nil { return Self.options(match.entry) }
        guard let method, let route = match.entry.routes[method == .head ? .get : method] else {
            throw Self.methodNotAllowed(match.entry)
        }
        found = match.entry.metricIndexes[route.method].map(RouteIndex.init)
        let sender = try await authenticator.principal(for: request, at: receivedAt)
        if sender == nil, route.scope != .open { try checkOrigin(of: request) }
        try authenticator.authorize(sender, for: route.scope, from: request)
        let items = target.query.map { QueryItems(parsing: $0.utf8) } ?? QueryItems()
        guard !items.isCut else { throw HTTPError.badRequest("The query has too many items.") }
        let context = RequestContext(
            method: method, pattern: match.entry.pattern, principal: sender ?? .anonymous, requestID: id,
            receivedAt: receivedAt, request: request, parameters: match.parameters, queryItems: items,
            bodyReader: BodyReader(request: request, bytesMax: bodyBytesMax, budget: budget), baseLogger: logger)
        return try await route.handler(context)
    }

    private func checkOrigin(of request: IncomingRequest, at time: Int64) async throws {
        if try await authenticator.principal(for: request, at: time) == nil { try checkOrigin(of: request) }
    }

    private func checkOrigin(of request: IncomingRequest) throws {
        do {
            try originGuard.check(authority: request.authority, origin: request.headers[.origin])
        } catch {
            metrics.noteRefusedOrigin()
            throw error
        }
    }

    private static func options(_ entry: RouteTree.Entry) -> Response {
        var response = Response.empty(204)
        response.headers[.allow] = entry.allowed.map(\.rawValue).joined(separator: ", ")
        return response
    }

    private static func methodNotAllowed(_ entry: RouteTree.Entry) -> HTTPError {
        var error = HTTPError(405, id: "method-not-allowed", "HTTP 405 Method Not Allowed")
        error.headers[.allow] = entry.allowed.map(\.rawValue).joined(separator: ", ")
        return error
    }

    private func httpError(from error: any Error, requestID: String) -> HTTPError {
        switch error {
        case let error as HTTPError: return error
        case let error as any HTTPErrorConvertible:
            if error.deservesLog { log(error, requestID: requestID) }
            return error.httpError
        case is CancellationError: return HTTPError.overloaded("The server is stopping.")
        default:
            log(error, requestID: requestID)
            return HTTPError(
                500, id: "internal-error",
                "There was an error processing your request. It has been logged (ID \(requestID)).")
        }
    }

    /// The one place where failures of ours are logged; the client gets the id to ask with.
    private func log(_ error: any Error, requestID: String) {
        logger.error(
            "request failed", metadata: ["request": .string(requestID), "error": .string(String(reflecting: error))])
    }

    /// Tags, shortens and compresses an answer as the request allows.
    private static func finished(_ answer: Response, request: IncomingRequest) -> Response {
        var response = answer
        if case .bytes(let bytes) = response.body {
            if response.isTagged, response.status == 200 {
                let tag = EntityTag.of(bytes)
                response.headers[.eTag] = tag
                if let wanted = request.headers[.ifNoneMatch], EntityTag.matches(tag, wanted) {
                    response.status = 304
                    response.body = .empty
                    response.headers[.contentType] = nil
                    return response
                }
            }
            response = compressed(response, bytes, request: request)
        }
        if request.method == HTTPMethod.head.rawValue {
            if case .bytes(let bytes) = response.body { response.headers[.contentLength] = String(bytes.count) }
            response.body = .empty
        }
        return response
    }

    private static func compressed(_ answer: Response, _ bytes: [UInt8], request: IncomingRequest) -> Response {
        guard bytes.count > Limits.gzipBytesMin, answer.headers[.contentEncoding] == nil else { return answer }
        var response = answer
        response.headers[.vary] = "Accept-Encoding"
        guard let accepted = request.headers[.acceptEncoding], AcceptedEncodings.allowGzip(accepted),
            let smaller = Deflater.gzip(bytes)
        else { return response }
        response.headers[.contentEncoding] = "gzip"
        response.body = .bytes(smaller)
        return response
    }

    private func log(_ request: IncomingRequest, _ response: Response, id: String, nanoseconds: Int64) {
        let level: Logger.Level = response.status >= 500 && response.status != 503 ? .warning : .debug
        guard logger.logLevel <= level else { return }
        logger.log(
            level: level, "request",
            metadata: [
                "request": .string(id), "method": .string(request.method), "target": .string(request.target),
                "status": .stringConvertible(response.status), "ms": .string("\(Double(nanoseconds / 1000) / 1000)"),
                "peer": .string(request.origin.address ?? "-"),
            ])
    }

    private static func normalised(_ basePath: String) -> String {
        let parts = basePath.split(separator: "/")
        return parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
    }
}

/// An error of a lower module that knows which answer it is.
package protocol HTTPErrorConvertible: Error {
    var httpError: HTTPError { get }
    /// Whether the operator should hear of it.
    var deservesLog: Bool { get }
}

/// A request target, taken apart but not decoded.
private struct SplitTarget {
    /// The path below the base path; nil if it lies elsewhere.
    let path: Substring?
    let query: Substring?
    let errorShape: HTTPError.Shape

    init(_ requestTarget: String, basePath: String) {
        let target = Self.withoutAuthority(requestTarget)
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let whole = target[..<(mark ?? target.endIndex)]
        query = mark.map { target[target.index(after: $0)...] }
        if basePath.isEmpty {
            path = whole
        } else if whole.hasPrefix(basePath),
            whole.count == basePath.count || whole.dropFirst(basePath.count).hasPrefix("/")
        {
            path = whole.count == basePath.count ? "/" : whole.dropFirst(basePath.count)
        } else {
            path = nil
        }
        errorShape = (path ?? whole).hasPrefix("/api/v2/") ? .problem : .marquez
    }

    /// Servers must take whole URLs in the request line, too (RFC 9112, section 3.2.2).
    private static func withoutAuthority(_ target: String) -> String {
        guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return target }
        let rest = target[scheme.upperBound...]
        return rest.firstIndex { $0 == "/" || $0 == "?" }.map { String(rest[$0...]) } ?? "/"
    }
}
