import HTTPTypes
package import Hummingbird
import NIOCore

/// Connects the pipeline to Hummingbird's server; the only place that knows both.
package struct HummingbirdResponder: HTTPResponder {
    package typealias Context = ConnectionContext

    let pipeline: RequestPipeline

    package init(pipeline: RequestPipeline) {
        self.pipeline = pipeline
    }

    package func respond(to request: Hummingbird.Request, context: ConnectionContext) async throws
        -> Hummingbird.Response
    {
        let channel = context.channel
        let incoming = IncomingRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: request.headers,
            authority: request.head.authority,
            body: StreamedBody(
                body: request.body, channel: channel,
                declaredBytes: request.headers[.contentLength].flatMap { Int($0) }),
            origin: .connection { channel.remoteAddress?.ipAddress })
        do {
            return try await Self.response(pipeline.respond(to: incoming), body: request.body)
        } catch let failure as TransportFailure {
            throw failure.underlying
        }
    }

    private static func response(_ answer: Response, body: RequestBody) -> Hummingbird.Response {
        let status = HTTPResponse.Status(named: answer.status)
        var headers = answer.headers
        if answer.closesConnection { headers[.connection] = "close" }
        switch answer.body {
        case .empty where answer.closesConnection, .bytes where answer.closesConnection:
            return closing(answer, status: status, headers: headers, body: body)
        case .empty:
            if answer.status != 304, answer.status != 204, headers[.contentLength] == nil {
                headers[.contentLength] = "0"
            }
            return Hummingbird.Response(status: status, headers: headers)
        case .bytes(let bytes):
            return Hummingbird.Response(
                status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let write):
            let streamed = ResponseBody { writer in
                try await write(WriterSink(writer: writer))
                try await writer.finish(nil)
            }
            return Hummingbird.Response(status: status, headers: headers, body: streamed)
        }
    }

    /// Writes the answer, reads on for a moment so that the client gets to see it, and cuts the connection.
    private static func closing(
        _ answer: Response, status: HTTPResponse.Status, headers: HTTPFields, body: RequestBody
    ) -> Hummingbird.Response {
        var bytes: [UInt8] = []
        if case .bytes(let some) = answer.body { bytes = some }
        let buffer = ByteBuffer(bytes: bytes)
        let cut = ResponseBody(contentLength: buffer.readableBytes) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            var rest = Limits.bodyBytesMax / 16
            for try await piece in body {
                rest -= piece.readableBytes
                if rest < 0 { throw RequestAbandoned() }
            }
        }
        return Hummingbird.Response(status: status, headers: headers, body: cut)
    }
}

/// The rest of a request was not worth reading.
private struct RequestAbandoned: Error {}

/// What Hummingbird hands over for each request.
package struct ConnectionContext: InitializableFromSource {
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// A request body as it arrives on a connection.
private struct StreamedBody: BodySource {
    let body: RequestBody
    let channel: any Channel
    /// The length that the request states; nil for chunked ones.
    let declaredBytes: Int?

    func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {
        var deadline: Scheduled<Void>?
        defer { deadline?.cancel() }
        var received = 0
        var iterator = body.makeAsyncIterator()
        while let piece = try await Self.next(&iterator) {
            received += piece.readableBytes
            try piece.withUnsafeReadableBytes { try consume($0) }
            // Most bodies come in one piece and need no timer, which costs more than reading them.
            if deadline == nil, received != declaredBytes { deadline = cutConnectionLater() }
        }
    }

    /// A body that trickles in holds its memory: the connection is cut when it takes too long.
    private func cutConnectionLater() -> Scheduled<Void> {
        let channel = channel
        return channel.eventLoop.scheduleTask(in: .seconds(Limits.bodySecondsMax)) { channel.close(promise: nil) }
    }

    private static func next(_ iterator: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
        do {
            return try await iterator.next()
        } catch {
            throw TransportFailure(underlying: error)
        }
    }
}

/// A connection as the destination of a streamed answer.
private final class WriterSink: ByteSink, @unchecked Sendable {
    // Used by the one task that writes the answer.
    private var writer: any ResponseBodyWriter

    init(writer: any ResponseBodyWriter) {
        self.writer = writer
    }

    func write(_ bytes: [UInt8]) async throws {
        try await writer.write(ByteBuffer(bytes: bytes))
    }
}
