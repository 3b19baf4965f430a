import CEL
import PathwayEngine
import PathwayModel
import StepwellMemoryStore
import StepwellRuntime

/// What people give to the cases of a simulated life.
extension Simulation {
    mutating func newInput() -> Asked {
        number += 1
        let cases = store.cases(CaseFilter(), after: nil, limit: .max).map(\.id)
        let id = "r\(number)"
        guard !cases.isEmpty, !(cases.count < 6 && random.chance(25)) else {
            return Asked(id: id, input: .enroll(.init(with: [])), target: nil)
        }
        let target = random.pick(cases)
        let input: Input =
            switch Int.random(in: 0..<14, using: &random) {
            case 12, 13: .tend(tending())
            case 0...3: .send(event: "ping", with: [])
            case 4: .record([.field("y", text: "\(Int.random(in: -120...120, using: &random))")])
            case 5: .complete(task: random.pick(["call", "note"]))
            case 6: .attend(random.pick(AttendanceStatus.allCases), type: nil)
            case 7: .send(event: random.pick(["stop", "died"]), with: [])
            case 8: .consent([.init(kind: "log", granted: random.chance(50))])
            default: puttingRight(target)
            }
        return Asked(id: id, input: input, target: target)
    }

    /// What is agreed about what is owed: who sees to it, that it waits some days, that it need not be done.
    private mutating func tending() -> Input.Tending {
        let today = zone.date(of: now)
        let term = Input.Tending.Term(until: now.after(90_000), safetyUntil: now.after(7_200))
        let names = [[], ["call"], ["note"], ["second"], ["group"]]
        let change: Input.Tending.Change =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .claim(term)
            case 1: .assign(to: "ana", note: nil, term)
            case 2: .notNeeded(reason: "done elsewhere")
            case 3: .release
            default:
                .snooze(
                    until: today.adding(days: Int.random(in: 1...9, using: &random)) ?? today, reason: "a message left")
            }
        return Input.Tending(change, of: random.pick(names))
    }

    /// An entry that no case has.
    static let none = 1_000_000

    /// The entries of a case after its enrollment, but no consents: the world keeps account of those itself.
    static func entries(of id: CaseID, in store: MemoryStore) -> [Int] {
        store.journal(of: id, after: 1).filter { !String(decoding: $0.input, as: UTF8.self).contains("consent") }
            .map(\.sequence)
    }

    /// Puts right or takes back an entry of a case.
    private mutating func puttingRight(_ id: CaseID) -> Input {
        let entries = Self.entries(of: id, in: store)
        let entry = entries.isEmpty ? Self.none : random.pick(entries)
        let roll = Int.random(in: 0..<6, using: &random)
        switch roll {
        case 0:
            return .correct(
                entry: entry, [.field("y", text: "\(Int.random(in: 0...9, using: &random))")], reason: "slip")
        case 1:
            return .correct(entry: entry, [.session(random.pick(AttendanceStatus.allCases), type: nil)], reason: "slip")
        case 2: return .withdraw(entry: entry, reason: "slip")
        default: return .undo(entry: entry, reason: "slip", withLater: roll > 3)
        }
    }
}
