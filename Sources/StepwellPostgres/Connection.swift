import CPostgres

/// A connection to a database. One thread at a time uses it, and so `Sendable`.
final class Connection: @unchecked Sendable {
    let handle: OpaquePointer
    /// The names of prepared statements by their text.
    private var prepared: [String: String] = [:]
    /// Statements that are prepared at most: of those that filters make there are many.
    private static let mostPrepared = 256

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { stepwell_pq_finish(handle) }

    /// Whether it can be given to somebody else: it is there, and in no transaction.
    var isIdle: Bool { stepwell_pq_is_idle(handle) == 1 }

    /// The server's process on its other side.
    var process: Int { Int(stepwell_pq_process(handle)) }

    /// Runs one statement or several without parameters; the last one's answer, whose columns are text.
    @discardableResult
    func command(_ sql: String) throws(ServerError) -> Rows { try answer(stepwell_pq_run(handle, sql)) }

    /// Runs a statement that is prepared the first time.
    @discardableResult
    func run(_ sql: String, _ values: SQLValue...) throws(ServerError) -> Rows { try run(sql, values) }

    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws(ServerError) -> Rows {
        let name = try name(of: sql)
        let parameters = SQLParameters(values)
        let result = parameters.bytes.withUnsafeBufferPointer { bytes in
            parameters.offsets.withUnsafeBufferPointer { offsets in
                parameters.lengths.withUnsafeBufferPointer { lengths in
                    parameters.formats.withUnsafeBufferPointer { formats in
                        var given = stepwell_pq_parameters(
                            count: Int32(values.count), bytes: bytes.baseAddress, offsets: offsets.baseAddress,
                            lengths: lengths.baseAddress, formats: formats.baseAddress)
                        return stepwell_pq_execute(handle, name, sql, &given)
                    }
                }
            }
        }
        return try answer(result)
    }

    /// What a statement is called once it is prepared; nil for one too many.
    private func name(of sql: String) throws(ServerError) -> String? {
        if let known = prepared[sql] { return known }
        guard prepared.count < Self.mostPrepared else { return nil }
        let name = "s\(prepared.count)"
        try answer(stepwell_pq_prepare(handle, name, sql))
        prepared[sql] = name
        return name
    }

    /// A result, or why there is none.
    @discardableResult
    func answer(_ result: OpaquePointer?) throws(ServerError) -> Rows {
        guard let result else { throw .lost }
        let rows = Rows(result)
        guard stepwell_pq_result_outcome(result) == stepwell_pq_failed else { return rows }
        guard stepwell_pq_is_connected(handle) == 1, let state = stepwell_pq_result_state(result) else { throw .lost }
        throw .refused(state: String(cString: state))
    }
}
