import CEL
import Foundation
import PathwayModel
import StepwellRuntime

/// Where a task or a decision stands on the worklist. No two stand at one place, and a place says all that its order
/// rests on: what stood there may be done by the time that somebody goes on behind it.
struct WorklistPlace: Hashable, Comparable {
    /// Safety tasks first.
    private let rank: Int
    /// The day on which it is due; before all others where a wrong clock dated it, behind them where it has none.
    private let day: Int
    private let seconds: Int
    private let patient: String
    private let subject: String
    private let id: String
    private let kind: String

    /// - Parameter horizon: a safety task that was opened later was dated by a wrong clock, and so was its due date.
    init(_ row: WorklistView.Row, horizon: Int64) {
        let task = row.task
        let isMisdated = row.isSafety && Int64(task.since.daysSinceEpoch) * 86_400 > horizon
        rank = row.isSafety ? 0 : 1
        day = Int(isMisdated ? Int32.min : task.dueDay?.daysSinceEpoch ?? .max)
        seconds = Int(row.dueAt?.instant.seconds ?? .max)
        patient = row.patient
        subject = task.key.subject
        id = task.id.text
        kind = task.key.kind.rawValue
    }

    static func < (left: Self, right: Self) -> Bool {
        guard (left.rank, left.day, left.seconds) == (right.rank, right.day, right.seconds) else {
            return (left.rank, left.day, left.seconds) < (right.rank, right.day, right.seconds)
        }
        return (left.patient, left.subject, left.id, left.kind)
            < (right.patient, right.subject, right.id, right.kind)
    }

    /// As `--after` takes it: one word, whatever is in it.
    var cursor: String {
        let json: JSON = .array(
            [JSON(rank), JSON(day), JSON(seconds)] + [patient, subject, id, kind].map { .string($0) })
        return Data(json.text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// Nil for a text that is no cursor.
    init?(cursor: String) {
        let plain = cursor.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), let parts = Self.parts(of: data), parts.count == 7,
            let rank = parts[0].int, let day = parts[1].int, let seconds = parts[2].int
        else { return nil }
        let texts = parts[3...].compactMap(\.string)
        guard texts.count == 4 else { return nil }
        (self.rank, self.day, self.seconds) = (rank, day, seconds)
        (patient, subject, id, kind) = (texts[0], texts[1], texts[2], texts[3])
    }

    private static func parts(of data: Data) -> [JSON]? {
        do { return try JSON.parse(Array(data)).array } catch { return nil }
    }
}
