import CEL
import Foundation
import PathwayModel
import StepwellRuntime

/// Where something stands on the worklist: what is about safety first, then what is latest for the time that it had, then
/// by date. No two stand at one place, and a place says all that its order rests on: what stood there may be done by the
/// time that somebody goes on behind it.
struct WorklistPlace: Hashable, Sendable, Comparable {
    /// 0 for what is about safety, 1 for a case that is lost, 2 for all else.
    private let rank: Int
    /// Thousandths of its time that are left, below zero where it is late; the most where it has no date.
    private let left: Int
    private let day: Int
    private let seconds: Int
    private let patient: String
    private let subject: String
    private let id: String
    private let kind: String

    /// - Parameter horizon: a safety task that was opened later was dated by a wrong clock, and so was its due date: it
    ///   stands before all others.
    init(_ task: Obligation, patient: String, _ lateness: Lateness, horizon: Int64) {
        let isMisdated = task.isSafety && Int64(task.since.daysSinceEpoch) * 86_400 > horizon
        rank = task.isSafety ? 0 : task.key.kind == .lost ? 1 : 2
        left = isMisdated ? .min : lateness.share.map { 1_000 - $0 } ?? .max
        day = Int(task.dueDay?.daysSinceEpoch ?? .max)
        seconds = if case .instant(let at, _)? = task.due { Int(at.seconds) } else { .max }
        (self.patient, subject, id, kind) = (patient, task.key.subject, task.id.text, task.key.kind.rawValue)
    }

    static func < (one: Self, other: Self) -> Bool {
        let (ones, others) = (
            (one.rank, one.left, one.day, one.seconds), (other.rank, other.left, other.day, other.seconds)
        )
        guard ones == others else { return ones < others }
        return (one.patient, one.subject, one.id, one.kind) < (other.patient, other.subject, other.id, other.kind)
    }

    /// What sorting compares mostly, with a number for the place: sorting moves what it sorts, and a place is large.
    private struct SortKey {
        var rank: Int
        var left: Int
        var day: Int
        var seconds: Int
        var patient: String
        var number: Int
    }

    /// Numbers of places in the order of these.
    static func order(of numbers: [Int], in places: [WorklistPlace]) -> [Int] {
        let keys = numbers.map { number in
            let place = places[number]
            return SortKey(
                rank: place.rank, left: place.left, day: place.day, seconds: place.seconds, patient: place.patient,
                number: number)
        }
        return keys.sorted { one, other in
            if one.rank != other.rank { return one.rank < other.rank }
            if one.left != other.left { return one.left < other.left }
            if one.day != other.day { return one.day < other.day }
            if one.seconds != other.seconds { return one.seconds < other.seconds }
            if one.patient != other.patient { return one.patient < other.patient }
            return places[one.number] < places[other.number]
        }.map(\.number)
    }

    private var numbers: [Int] { [rank, left, day, seconds] }
    private var texts: [String] { [patient, subject, id, kind] }
}

/// Where a worklist goes on: behind a place, in the order that the list had when it began.
struct WorklistCursor {
    let began: Timestamp
    let place: WorklistPlace

    init(began: Timestamp, _ place: WorklistPlace) {
        self.began = began
        self.place = place
    }
}

extension WorklistCursor {
    /// As `--after` takes it: one word, whatever is in it.
    var text: String {
        let json: JSON = .array([.string(began.rfc3339())] + place.parts)
        return Data(json.text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// Nil for a text that is no cursor.
    init?(_ cursor: String) {
        let plain = cursor.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), let parts = Self.parts(of: data),
            let began = parts.first?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let place = WorklistPlace(parts: Array(parts.dropFirst()))
        else { return nil }
        self.init(began: began, place)
    }

    private static func parts(of data: Data) -> [JSON]? {
        do { return try JSON.parse(Array(data)).array } catch { return nil }
    }
}

extension WorklistPlace {
    fileprivate var parts: [JSON] { numbers.map { JSON($0) } + texts.map { .string($0) } }

    fileprivate init?(parts: [JSON]) {
        let (numbers, texts) = (parts.prefix(4).compactMap(\.int), parts.dropFirst(4).compactMap(\.string))
        guard parts.count == 8, numbers.count == 4, texts.count == 4 else { return nil }
        (rank, left, day, seconds) = (numbers[0], numbers[1], numbers[2], numbers[3])
        (patient, subject, id, kind) = (texts[0], texts[1], texts[2], texts[3])
    }
}
