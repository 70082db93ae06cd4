/// The bounds of what a client may ask of the HTTP server; docs/reference/http-api.md#limits lists them.
package enum Limits {
    /// Bytes of one request body, as sent and after decompression; more is 413.
    package static let bodyBytesMax = 64 << 20
    /// Bytes of all request bodies held at one time; more is 503, so that memory stays bounded whatever the
    /// number of connections.
    package static let bodyBytesInFlightMax = 512 << 20
    /// How many times larger than its compressed form a body may be once it passed `inflatedBytesUnchecked`.
    ///
    /// JSON of repeated events reaches 100; a bomb of zeros reaches 1,030.
    package static let inflateRatioMax = 400
    /// Bytes below which the ratio of a compressed body is not looked at.
    package static let inflatedBytesUnchecked = 4 << 20
    /// Seconds that a request body may take to arrive in full.
    package static let bodySecondsMax: Int64 = 120
    /// Seconds that a connection may stay silent, in a header or between two requests.
    package static let idleSecondsMax: Int64 = 75
    /// Open connections of the API port; further ones wait in the backlog of the socket.
    package static let connectionsMax = 4096
    /// Open connections of the admin port.
    package static let adminConnectionsMax = 64
    /// Bytes of all header lines of a request; more is 400.
    package static let headerBytesMax = 32 << 10
    /// Bytes of a request target (path and query); more is 414.
    package static let targetBytesMax = 24 << 10
    /// Segments of a path; more is 404.
    package static let pathSegmentsMax = 64
    /// Items of a query; more is 400.
    package static let queryItemsMax = 200
    /// Bytes of the text that `POST /api/v2/sql` takes; more is 413.
    package static let sqlBytesMax = 1 << 20
    /// Bytes under which an answer is not worth compressing.
    package static let gzipBytesMin = 1024
    /// Characters of a request id taken over from a client.
    package static let requestIDLengthMax = 128
    /// Keys whose look-up is remembered, known and unknown ones each.
    package static let keyCacheEntriesMax = 1000
    /// Rows of one page, where a route does not say otherwise; a larger `limit` is cut to it.
    package static let pageRowsMax = 10_000
    /// Seconds that requests in progress get to finish after SIGTERM.
    package static let drainSecondsMax = 25
}
