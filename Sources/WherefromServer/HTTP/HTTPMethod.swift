/// The methods that routes may have.
package enum HTTPMethod: String, Sendable, CaseIterable, Comparable {
    case delete = "DELETE"
    case get = "GET"
    case head = "HEAD"
    case options = "OPTIONS"
    case patch = "PATCH"
    case post = "POST"
    case put = "PUT"

    package static func < (left: HTTPMethod, right: HTTPMethod) -> Bool {
        left.rawValue < right.rawValue
    }
}
