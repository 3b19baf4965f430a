import CEL
import PathwayEngine
import PathwayModel

/// Inputs of every kind, most of which a random pathway accepts at some time.
struct RandomInputs {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed &+ 77) }

    mutating func next() -> Input {
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        switch number(0...19) {
        case 0...3: return .send(event: ["a", "b", "c", "d"][number(0...3)], with: [])
        case 4: return .send(event: "b", with: [.init("n", String(number(-2...3)))])
        case 5: return .record([.field("x", text: String(number(-1...10)))])
        case 6: return .record([.field("y", text: String(number(-120...120))), .field("flag", text: "true")])
        case 7: return .attend(AttendanceStatus.allCases[number(0...2)], type: nil)
        case 8:
            let outcome = number(0...2) == 0 ? nil : ["reached", "refused"][number(0...1)]
            return .complete(task: ["t1", "t2", "t3", "t4"][number(0...3)], outcome: outcome)
        case 9: return .decide(.transition(id: "go\(number(0...3))"), reason: number(0...1) == 0 ? nil : "reason")
        case 10: return .consent([.init(kind: "treatment", granted: number(0...1) == 0)])
        case 11: return .correct(entry: number(1...12), [.field("x", text: String(number(0...9)))], reason: "slip")
        case 12: return .withdraw(entry: number(1...12), reason: number(0...5) == 0 ? "" : "slip")
        case 13:
            let report = DeliveryReport(
                sequence: number(1...9), place: number(0...2), subject: "hello", recipient: "patient",
                outcome: DeliveryReport.Outcome.allCases[number(0...2)], channel: number(0...1) == 0 ? nil : "file",
                code: number(0...1) == 0 ? nil : "no_consent", attempts: number(0...8))
            return .delivery(report, calls: number(0...1) == 0)
        case 14: return .undo(entry: number(0...30), reason: "slip", withLater: number(0...1) == 0)
        case 15:
            let right = AttendanceStatus.allCases[number(0...2)]
            return .correct(entry: number(1...20), [.session(right, type: nil)], reason: "slip")
        case 16:
            return number(0...3) == 0 ? .mendClock(reason: "wrong") : .withdraw(entry: number(1...30), reason: "slip")
        case 17, 18: return .tend(tending())
        default:
            guard number(0...2) == 0 else { return .wake }
            let until = CalendarDate(daysSinceEpoch: 20_600 + Int32(number(0...40)))
            return .extend(state: number(0...1) == 0 ? nil : "s1", until: until, reason: "slow")
        }
    }

    /// Who gives the next input: at times nobody who has a name.
    mutating func actor() -> Actor {
        let name: String? = ["ana", "ana", "ben", "ben", "cleo", "cleo", nil][Int.random(in: 0...6, using: &random)]
        let speaker = name != nil && Int.random(in: 0...4, using: &random) == 0 ? "ana" : nil
        return Actor(name: name, roles: name.flatMap(Self.roles), speaker: speaker)
    }

    /// The roles of somebody; nil for any.
    static func roles(_ name: String) -> Set<String>? { name == "ana" ? nil : ["lead", "nurse"] }

    private mutating func tending() -> Input.Tending {
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let names = [[], [], ["t\(number(1...4))"], ["go\(number(0...3))"], ["s1", "t1"]][number(0...4)]
        let start: Int64 = 1_780_000_000
        let term = Input.Tending.Term(
            until: Timestamp(seconds: start + Int64(number(0...999)) * 3_600),
            safetyUntil: Timestamp(seconds: start + Int64(number(0...99)) * 3_600))
        let change: Input.Tending.Change =
            switch number(0...5) {
            case 0: .claim(term)
            case 1: .assign(to: ["ana", "ben"][number(0...1)], note: number(0...1) == 0 ? nil : "soon", term)
            case 2: .handOver(to: "cleo", note: nil, term)
            case 3: .release
            case 4: .snooze(until: CalendarDate(daysSinceEpoch: 20_600 + Int32(number(0...40))), reason: "later")
            default: .notNeeded(reason: number(0...4) == 0 ? " " : "done elsewhere")
            }
        return Input.Tending(change, of: names)
    }

    /// The next input that neither takes back what moved the case nor tells of a message or of time.
    mutating func given() -> Input {
        while true {
            let input = next()
            switch input {
            case .undo, .mendClock, .heard, .delivery, .page, .wake: continue
            case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend,
                .tend:
                return input
            }
        }
    }

    /// When the next input happened, where it is entered late: at an instant, or some time on a date.
    mutating func occurred(before now: Timestamp) -> OccurrenceTime? {
        switch Int.random(in: 0...7, using: &random) {
        case 0: .instant(Timestamp(seconds: now.seconds - Int64(Int.random(in: 0...200, using: &random)) * 1_800))
        case 1:
            .date(
                CalendarDate(daysSinceEpoch: Int32(now.seconds / 86_400) - Int32(Int.random(in: 1...6, using: &random)))
            )
        default: nil
        }
    }

    /// Hours until the next input.
    mutating func hours() -> Int64 { Int64(Int.random(in: 0...60, using: &random)) }
}
