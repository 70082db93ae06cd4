internal import CLibPQ

/// One session with a PostgreSQL server: sends statements without waiting, and receives their results in order.
///
/// Always in libpq's pipeline mode (https://www.postgresql.org/docs/14/libpq-pipeline-mode.html). Used by one thread at
/// a time; only `interruption` may be called from others.
final class PostgreSQLWire {
    let pq: LibPQ
    let location: String
    let handle: OpaquePointer
    let interruption: Interruption
    private var pending: [Pending] = []
    private var lastName = 0
    private let warning: Warning
    /// Whether the server has gone; nothing works any more.
    private(set) var isBroken = false
    /// Queries fail once it is cancelled.
    var ticket: ReadTicket?

    /// Results that are not received yet; more would fill the buffers of the server.
    private static let pendingMax = 512

    private enum Pending {
        case prepare(PreparedPlan, name: String)
        case statement(sql: String)
        /// What nobody waits for: its error is of no interest.
        case farewell
        case sync
    }

    /// - Throws: ``DatabaseError``: why there is no session.
    init(_ address: PostgreSQLAddress) throws {
        pq = try LibPQ.load(for: address.location)
        location = address.location
        let functions = pq.functions
        let connected = address.withCParameters { functions.connectdbParams($0, $1, 0) }
        guard let connected else { throw DatabaseError.unreachable(.init(path: location, message: "no memory")) }
        guard Int(functions.status(connected)) == WHEREFROM_PG_CONNECTION_OK else {
            let message = functions.errorMessage(connected).map { String(cString: $0) } ?? ""
            functions.finish(connected)
            throw DatabaseError.postgreSQL(connecting: message, location: location)
        }
        handle = connected
        interruption = Interruption(pq, connected)
        warning = Warning(pq)
        _ = functions.setNoticeReceiver(
            handle,
            { context, result in
                guard let context else { return }
                Unmanaged<Warning>.fromOpaque(context).takeUnretainedValue().note(result)
            }, Unmanaged.passUnretained(warning).toOpaque())
        guard functions.enterPipelineMode(handle) == 1 else { throw lost() }
    }

    deinit { pq.functions.finish(handle) }

    /// Number such as 150018 for 15.18.
    var serverVersion: Int { Int(pq.functions.serverVersion(handle)) }

    /// Whether the server is still there, as far as can be told without asking it.
    func looksAlive() -> Bool {
        // The first call may read the last words of a server that has gone; the second then finds the end.
        for _ in 0..<2 where !isBroken { isBroken = pq.functions.consumeInput(handle) == 0 }
        return !isBroken
    }

    /// The text of the first warning since the last call.
    func takeWarning() -> String? {
        defer { warning.message = nil }
        return warning.message
    }

    // MARK: Sending

    /// Sends a statement; its result is received, and thrown away, by the next `run` or `drain`.
    func send(_ plan: PreparedPlan, _ parameters: ParameterBuffer) throws {
        try send(plan, parameters, isFarewell: false)
        if pending.count >= Self.pendingMax { try drain() }
    }

    /// Sends a statement whose outcome nobody will ask for, and does not wait.
    func bidFarewell(_ plan: PreparedPlan) {
        guard (try? send(plan, ParameterBuffer(), isFarewell: true)) != nil else { return }
        _ = try? sync()
    }

    private func send(_ plan: PreparedPlan, _ parameters: ParameterBuffer, isFarewell: Bool) throws {
        if let ticket, ticket.isCancelled, !isFarewell { throw DatabaseError.interrupted(detail(sql: plan.sql)) }
        guard !isBroken else { throw lost() }
        guard !parameters.isOutOfRange else {
            throw DatabaseError.statement(detail(message: "a parameter that the statement lacks", sql: plan.sql))
        }
        guard !parameters.isTooLong else { throw DatabaseError.tooLong(detail(sql: plan.sql)) }
        let name = try name(of: plan, types: parameters.types)
        let sent = parameters.withCParameters { values, lengths, formats in
            pq.functions.sendQueryPrepared(
                handle, name, Int32(parameters.count), values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        pending.append(isFarewell ? .farewell : .statement(sql: plan.sql))
    }

    /// The name under which `plan` is prepared; asks the server to prepare it if it is not yet.
    private func name(of plan: PreparedPlan, types: [UInt32]) throws -> String {
        if let name = plan.name(for: types) { return name }
        if !plan.isFleeting { lastName += 1 }
        let name = plan.isFleeting ? "" : "s\(lastName)"
        let types = plan.complete(types)
        guard pq.functions.sendPrepare(handle, name, plan.sql, Int32(types.count), types) == 1 else { throw lost() }
        plan.add(name: name, for: types)
        pending.append(.prepare(plan, name: name))
        return name
    }

    private func sync() throws {
        guard pq.functions.pipelineSync(handle) == 1 else { throw lost() }
        pending.append(.sync)
    }

    // MARK: Receiving

    /// Sends a statement and waits for its result.
    ///
    /// - Throws: ``DatabaseError``, also that of an earlier statement which was only sent.
    func run(_ plan: PreparedPlan, _ parameters: ParameterBuffer) throws -> PostgreSQLResult {
        try send(plan, parameters, isFarewell: false)
        guard let result = try receive() else {
            throw DatabaseError.statement(detail(message: "no statement", sql: plan.sql))
        }
        return result
    }

    /// Waits for everything that was sent.
    func drain() throws {
        if !pending.isEmpty { _ = try receive() }
    }

    /// Receives all pending results.
    ///
    /// - Returns: that of the last statement; nil if it was empty.
    /// - Throws: the first error.
    private func receive() throws -> PostgreSQLResult? {
        guard !isBroken else { throw lost() }
        try sync()
        defer { pending.removeAll(keepingCapacity: true) }
        var failure: DatabaseError?
        var last: PostgreSQLResult?
        for item in pending {
            guard let result = pq.functions.getResult(handle) else { throw lost() }
            let status = Int(pq.functions.resultStatus(result))
            if case .sync = item {
                pq.functions.clear(result)
                guard status == WHEREFROM_PG_PIPELINE_SYNC else { throw lost() }
                continue
            }
            defer { finishItem() }
            switch status {
            case WHEREFROM_PG_COMMAND_OK, WHEREFROM_PG_TUPLES_OK:
                let rows = PostgreSQLResult(pq, result)
                if case .statement = item { last = rows }
            case WHEREFROM_PG_EMPTY_QUERY:
                last = nil
                pq.functions.clear(result)
            default:
                let error = error(of: result, item)
                if case .farewell = item {} else { failure = failure ?? error }
                pq.functions.clear(result)
            }
            if Int(pq.functions.status(handle)) != WHEREFROM_PG_CONNECTION_OK { throw lost() }
        }
        if let failure { throw failure }
        return last
    }

    /// Takes the end mark behind the results of one statement.
    private func finishItem() {
        while let more = pq.functions.getResult(handle) {
            pq.functions.clear(more)
            if Int(pq.functions.status(handle)) != WHEREFROM_PG_CONNECTION_OK { return }
        }
    }

    private func error(of result: OpaquePointer, _ item: Pending) -> DatabaseError {
        var text: String?
        switch item {
        case .prepare(let plan, let name):
            plan.remove(name: name)
            text = plan.sql
        case .statement(let sql): text = sql
        case .farewell, .sync: break
        }
        return DatabaseError.postgreSQL(result, pq, detail(sql: text))
    }

    /// Executes several statements, without parameters.
    func execute(_ sql: String) throws {
        if let ticket, ticket.isCancelled { throw DatabaseError.interrupted(detail(sql: sql)) }
        try drain()
        guard !isBroken, pq.functions.exitPipelineMode(handle) == 1 else { throw lost() }
        let result = pq.functions.exec(handle, sql)
        defer { pq.functions.clear(result) }
        guard pq.functions.enterPipelineMode(handle) == 1 else { throw lost() }
        switch Int(pq.functions.resultStatus(result)) {
        case WHEREFROM_PG_COMMAND_OK, WHEREFROM_PG_TUPLES_OK, WHEREFROM_PG_EMPTY_QUERY: return
        default:
            guard let result, Int(pq.functions.status(handle)) == WHEREFROM_PG_CONNECTION_OK else { throw lost() }
            throw DatabaseError.postgreSQL(result, pq, detail(sql: sql))
        }
    }

    // MARK: Errors

    func detail(message: String = "", sql: String? = nil) -> DatabaseError.Detail {
        DatabaseError.Detail(path: location, message: message, sql: sql)
    }

    /// Notes that the server has gone.
    private func lost() -> DatabaseError {
        isBroken = true
        let message = pq.functions.errorMessage(handle).map { String(cString: $0) } ?? ""
        return .unreachable(detail(message: DatabaseError.oneLine(message)))
    }
}

extension PostgreSQLWire {
    /// Ends the query that is running, from any thread.
    final class Interruption: @unchecked Sendable {
        private let pq: LibPQ
        private let cancel: OpaquePointer?

        init(_ pq: LibPQ, _ connection: OpaquePointer) {
            self.pq = pq
            cancel = pq.functions.getCancel(connection)
        }

        deinit { pq.functions.freeCancel(cancel) }

        func callAsFunction() {
            var message = [CChar](repeating: 0, count: 256)
            // Without success the query runs on until its time limit.
            if let cancel { _ = pq.functions.cancel(cancel, &message, Int32(message.count)) }
        }
    }

    /// What the server said beside results; libpq calls back on the thread that uses the session.
    private final class Warning {
        private let pq: LibPQ
        var message: String?

        init(_ pq: LibPQ) { self.pq = pq }

        func note(_ result: OpaquePointer?) {
            guard message == nil, let result,
                let severity = pq.functions.resultErrorField(result, Int32(WHEREFROM_PG_DIAG_SEVERITY)),
                String(cString: severity) == "WARNING"
            else { return }
            message = pq.functions.resultErrorField(result, Int32(WHEREFROM_PG_DIAG_MESSAGE_PRIMARY)).map {
                String(cString: $0)
            }
        }
    }
}
