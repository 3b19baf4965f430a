import CEL
import CPostgres
import StepwellStore

/// What a statement answers. Used by the thread that asked.
final class Rows {
    fileprivate let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { stepwell_pq_clear(result) }

    var count: Int { Int(stepwell_pq_row_count(result)) }
    var first: Row? { count > 0 ? Row(rows: self, place: 0) : nil }
    /// How many rows were inserted, changed or deleted.
    var changed: Int { Int(String(cString: stepwell_pq_result_changed(result))) ?? 0 }
    /// What was carried out.
    var tag: String { String(cString: stepwell_pq_result_tag(result)) }

    func map<Product>(_ body: (Row) throws -> Product) throws -> [Product] {
        try (0..<count).map { try body(Row(rows: self, place: Int32($0))) }
    }
}

/// Columns by their place, in PostgreSQL's bytes: every integer is a `bigint`.
struct Row {
    fileprivate let rows: Rows
    fileprivate let place: Int32

    func isNull(_ column: Int32) -> Bool { stepwell_pq_is_null(rows.result, place, column) == 1 }

    private func raw(_ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: stepwell_pq_bytes(rows.result, place, column),
            count: Int(stepwell_pq_length(rows.result, place, column)))
    }

    func int(_ column: Int32) throws -> Int64 {
        let bytes = raw(column)
        guard !isNull(column), bytes.count == 8 else { throw ServerError.unreadable }
        return bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    func number(_ column: Int32) throws -> Int { Int(try int(column)) }

    func flag(_ column: Int32) throws -> Bool {
        let bytes = raw(column)
        guard !isNull(column), bytes.count == 1 else { throw ServerError.unreadable }
        return bytes[0] != 0
    }

    func text(_ column: Int32) throws -> String {
        guard !isNull(column), let text = StoredText.text(raw(column)) else { throw ServerError.unreadable }
        return text
    }

    func bytes(_ column: Int32) throws -> [UInt8] {
        guard !isNull(column) else { throw ServerError.unreadable }
        return Array(raw(column))
    }

    func intIfAny(_ column: Int32) throws -> Int64? { isNull(column) ? nil : try int(column) }
    func textIfAny(_ column: Int32) throws -> String? { isNull(column) ? nil : try text(column) }
    func bytesIfAny(_ column: Int32) throws -> [UInt8]? { isNull(column) ? nil : try bytes(column) }

    // MARK: Words, dates, instants

    func id(_ column: Int32) throws -> CaseID { CaseID(try text(column)) }

    /// A word out of a fixed list.
    func word<Word: RawRepresentable<String>>(_ column: Int32) throws -> Word {
        guard let word = Word(rawValue: try text(column)) else { throw ServerError.unreadable }
        return word
    }

    func date(_ column: Int32) throws -> CalendarDate {
        guard let days = Int32(exactly: try int(column)) else { throw ServerError.unreadable }
        return CalendarDate(daysSinceEpoch: days)
    }

    func dateIfAny(_ column: Int32) throws -> CalendarDate? { isNull(column) ? nil : try date(column) }

    /// An instant of two columns: seconds, and nanoseconds beside them.
    func instant(_ column: Int32) throws -> Timestamp {
        let nanoseconds = try int(column + 1)
        guard (0..<1_000_000_000).contains(nanoseconds) else { throw ServerError.unreadable }
        return Timestamp(seconds: try int(column), nanoseconds: Int32(nanoseconds))
    }

    func instantIfAny(_ column: Int32) throws -> Timestamp? { isNull(column) ? nil : try instant(column) }
}
