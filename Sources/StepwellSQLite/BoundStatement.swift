import CEL
import CSQLiteShim
import GRDB
import StepwellStore

/// A statement that is prepared once and run for every event.
///
/// Arguments are bound in place and columns are read in place: on this path the library's own arguments and rows cost
/// more than SQLite does. Used in the store's queue alone.
final class BoundStatement {
    /// An argument.
    enum Argument {
        case int(Int)
        case text(String)
        case blob([UInt8])
        case null

        init(_ number: Int64?) { self = number.map { .int(Int($0)) } ?? .null }
        init(_ number: Int32?) { self = number.map { .int(Int($0)) } ?? .null }
        init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    }

    /// Keeps the statement alive.
    private let prepared: Statement
    private let raw: UnsafeMutableRawPointer

    init(_ sql: String, _ database: Database) throws {
        prepared = try database.makeStatement(sql: sql)
        raw = UnsafeMutableRawPointer(prepared.sqliteStatement)
    }

    /// Runs it to its end.
    func run(_ arguments: Argument...) throws {
        defer { stepwell_sqlite_reset(raw) }
        try bind(arguments)
        while try step() {}
    }

    /// What its first row gives; nil where there is none.
    func first<Product>(_ arguments: Argument..., read: (Columns) throws -> Product) throws -> Product? {
        defer { stepwell_sqlite_reset(raw) }
        try bind(arguments)
        return try step() ? try read(Columns(raw: raw)) : nil
    }

    /// Gives all rows, one after the other.
    func each(_ arguments: Argument..., read: (Columns) throws -> Void) throws {
        defer { stepwell_sqlite_reset(raw) }
        try bind(arguments)
        while try step() { try read(Columns(raw: raw)) }
    }

    private func step() throws -> Bool {
        let code = stepwell_sqlite_step(raw)
        guard code >= 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: -code)) }
        return code == 1
    }

    private func bind(_ arguments: [Argument]) throws {
        for (place, argument) in arguments.enumerated() {
            let parameter = Int32(place + 1)
            let code: Int32 =
                switch argument {
                case .null: stepwell_sqlite_bind_null(raw, parameter)
                case .int(let number): stepwell_sqlite_bind_int(raw, parameter, Int64(number))
                case .text(var text):
                    text.withUTF8 { stepwell_sqlite_bind_text(raw, parameter, $0.baseAddress, $0.count) }
                case .blob(let bytes):
                    bytes.withUnsafeBytes { stepwell_sqlite_bind_blob(raw, parameter, $0.baseAddress, $0.count) }
                }
            guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
    }

    /// The columns of the row at hand, from 0 on.
    struct Columns {
        fileprivate let raw: UnsafeMutableRawPointer

        func int(_ column: Int32) -> Int64 { stepwell_sqlite_int(raw, column) }

        /// An instant of two columns: seconds, and nanoseconds beside them; nil also where there is no such instant. A
        /// damaged file may hold anything.
        func soundInstant(_ column: Int32) -> Timestamp? {
            guard !isNull(column), let nanoseconds = Int32(exactly: int(column + 1)),
                (0..<1_000_000_000).contains(nanoseconds)
            else { return nil }
            return Timestamp(seconds: int(column), nanoseconds: nanoseconds)
        }

        func isNull(_ column: Int32) -> Bool { stepwell_sqlite_is_null(raw, column) != 0 }

        /// A damaged file may hold anything.
        func date(_ column: Int32) throws -> CalendarDate {
            guard let days = Int32(exactly: int(column)) else { throw StoreError.damaged(detail: "no such date") }
            return CalendarDate(daysSinceEpoch: days)
        }

        func textIfAny(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

        func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

        func blob(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

        private func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
            var count = 0
            let start = stepwell_sqlite_bytes(raw, column, &count)
            return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        }
    }
}
