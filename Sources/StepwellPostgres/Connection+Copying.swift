import CPostgres

extension Connection {
    /// Runs a statement that copies rows out, and gives each piece.
    func copyOut(_ sql: String, _ give: (UnsafeRawBufferPointer) throws -> Void) throws {
        let begun = stepwell_pq_run(handle, sql)
        defer { stepwell_pq_clear(begun) }
        guard stepwell_pq_result_outcome(begun) == stepwell_pq_copy_out else { throw failure(begun) }
        while true {
            var piece: UnsafeMutablePointer<CChar>?
            let count = stepwell_pq_get_copied(handle, &piece)
            guard count >= 0, let piece else {
                guard count == -1 else { throw ServerError.lost }
                return try finishCopying()
            }
            defer { stepwell_pq_free(piece) }
            try give(UnsafeRawBufferPointer(start: piece, count: Int(count)))
        }
    }

    func putCopied(_ bytes: UnsafeRawBufferPointer) throws(ServerError) {
        let start = bytes.bindMemory(to: CChar.self).baseAddress
        guard stepwell_pq_put_copied(handle, start, Int32(clamping: bytes.count)) == 1 else { throw .lost }
    }

    func endCopied() throws(ServerError) {
        guard stepwell_pq_end_copied(handle, nil) == 1 else { throw .lost }
        try finishCopying()
    }

    /// Reads what became of it: the connection is free for the next statement then.
    private func finishCopying() throws(ServerError) {
        while let result = stepwell_pq_next_result(handle) { try answer(result) }
    }

    private func failure(_ result: OpaquePointer?) -> ServerError {
        guard stepwell_pq_is_connected(handle) == 1, let state = stepwell_pq_result_state(result) else { return .lost }
        return .refused(state: String(cString: state))
    }
}
