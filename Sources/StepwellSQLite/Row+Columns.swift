import CEL
import Foundation
import GRDB
import StepwellStore

/// Columns by their place. A damaged file may hold anything, so nothing here traps.
extension Row {
    func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ place: Int) throws -> Value {
        try decode(Value.self, atIndex: place)
    }

    func bytes(_ place: Int) throws -> [UInt8] { [UInt8](try decode(Data.self, atIndex: place)) }

    func bytesIfAny(_ place: Int) throws -> [UInt8]? { hasNull(atIndex: place) ? nil : try bytes(place) }

    /// An instant of two columns: seconds, and nanoseconds beside them.
    func instant(_ place: Int) throws -> Timestamp {
        let nanoseconds = try decode(Int32.self, atIndex: place + 1)
        guard (0..<1_000_000_000).contains(nanoseconds) else { throw StoreError.damaged(detail: "no such instant") }
        return Timestamp(seconds: try decode(Int64.self, atIndex: place), nanoseconds: nanoseconds)
    }

    func instantIfAny(_ place: Int) throws -> Timestamp? {
        hasNull(atIndex: place) ? nil : try instant(place)
    }

    func date(_ place: Int) throws -> CalendarDate {
        CalendarDate(daysSinceEpoch: try decode(Int32.self, atIndex: place))
    }

    func dateIfAny(_ place: Int) throws -> CalendarDate? {
        hasNull(atIndex: place) ? nil : try date(place)
    }

    /// A word out of a fixed list.
    func word<Word: RawRepresentable<String>>(_ place: Int) throws -> Word {
        guard let word = Word(rawValue: try decode(String.self, atIndex: place)) else {
            throw StoreError.damaged(detail: "a word is none of those it could be")
        }
        return word
    }
}
