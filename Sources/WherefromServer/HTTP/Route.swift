/// What a caller must be allowed to do for a route, when keys are required.
package enum RouteScope: String, Sendable, CaseIterable {
    /// Open to everybody: probes and metrics.
    case open
    /// Open unless reads are private.
    case read
    case write
    case admin
}

/// Answers one request.
package typealias Handler = @Sendable (RequestContext) async throws -> Response

/// One thing that the server answers: a method and a path pattern.
///
/// A pattern is a path whose segments may be `{name}`, one segment decoded once, or as the last segment `{name*}`,
/// one or more segments joined by `/` again for clients that forget to encode them.
package struct Route: Sendable {
    package let method: HTTPMethod
    package let pattern: String
    package let scope: RouteScope
    /// One sentence for the documentation, without a full stop.
    package let summary: String
    package let handler: Handler

    package init(
        _ method: HTTPMethod, _ pattern: String, scope: RouteScope, summary: String, handler: @escaping Handler
    ) {
        precondition(pattern.hasPrefix("/"), "route pattern \(pattern) does not begin with /")
        self.method = method
        self.pattern = pattern
        self.scope = scope
        self.summary = summary
        self.handler = handler
    }
}

/// All routes of a server, in the order of their registration.
package struct RouteRegistry: Sendable {
    package private(set) var routes: [Route] = []

    package init(_ routes: [Route] = []) {
        add(routes)
    }

    /// Adds routes; each method and pattern may come only once.
    package mutating func add(_ newRoutes: [Route]) {
        for route in newRoutes {
            let known = routes.contains { $0.method == route.method && $0.pattern == route.pattern }
            precondition(!known, "route \(route.method.rawValue) \(route.pattern) is registered twice")
            routes.append(route)
        }
    }
}
