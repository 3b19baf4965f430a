import CEL
import Foundation
import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime
import TestSupport
import Testing
import TortureKit

/// The largest and the least of everything, through the doors that people use: all is answered, refused, or unknown.
@Suite("Extreme values")
struct ExtremeValuesTests {
    /// A clinic with a pathway of this seed, and how many tries it took to make one that compiles.
    private static func clinic(_ making: inout ExtremePathway) throws -> (clinic: TestClinic, refused: Int) {
        let test = try TestClinic()
        let folder = test.folder.root.appendingPathComponent("Pathways")
        for refused in 0..<200 {
            try making.instrument().write(
                to: folder.appendingPathComponent("instruments/x.yaml"), atomically: true, encoding: .utf8)
            try making.pathway().write(
                to: folder.appendingPathComponent("extreme.yaml"), atomically: true, encoding: .utf8)
            let file = ClinicFile("\(folder.path)/extreme.yaml", in: PathwayFolder(folder: folder.path))
            if file.check(PluginSet([])).pathway != nil { return (test, refused) }
        }
        throw NothingCompiles()
    }

    private struct NothingCompiles: Error {}

    /// Something that somebody does: what it is of no matter, as long as its numbers are large.
    private static func input(_ making: inout ExtremePathway, _ number: Int) -> Input {
        switch number % 6 {
        case 0: return .record([.field("n", text: making.integer())])
        case 1: return .record([.field("d", text: making.date()), .field("i", text: making.instant())])
        case 2: return .record([.field("m", text: making.integer()), .field("r", text: making.number())])
        case 3:
            let (a, b) = (making.integer(), making.integer())
            return .record([
                .instrument("x", answers: making.isLikely() ? [.init("a", a), .init("b", b)] : [.init("total", a)])
            ])
        case 4: return .send(event: "e", with: [.init("k", making.integer())])
        default: return .attend(.attended, type: "group")
        }
    }

    @Test("what is recorded, set, due, counted and shown ends in an answer, whatever it is", arguments: UInt64(1)...8)
    func everything(_ seed: UInt64) throws {
        var making = ExtremePathway(seed: seed)
        let (test, _) = try Self.clinic(&making)
        let clinic = test.clinic
        func command(_ input: Input, _ when: When) throws -> Command {
            Command(input, by: try clinic.folder.actor(as: "nurse"), at: try clinic.instant(said: when))
        }
        let start = When.instant(TestClinic.now)
        let id = try clinic.runner.enroll("extreme", patient: "P-1", command(.enroll(.init(with: [])), start)).id
        var (taken, refused) = (0, 0)
        for number in 0..<12 {
            let when = When.instant(Timestamp(seconds: TestClinic.now.seconds + Int64(number) * 90_000))
            do {
                let answer = try clinic.runner.perform(command(Self.input(&making, number), when), on: id)
                if answer.refusal == nil { taken += 1 } else { refused += 1 }
            } catch { refused += 1 }
            let seen = try clinic.foresee(at: "P-1", when: nil)
            #expect(!WhyView(seen).json.text.isEmpty)
            #expect(!CaseView(seen).json.text.isEmpty)
        }
        #expect(taken > 0, "\(refused) refused")
        for date in ["2026-01-20", "2026-03-01"] {
            guard let date = CalendarDate(date) else { continue }
            // So much may be due until then that it is too much; that is an answer as well.
            do {
                let seen = try clinic.foresee(at: "P-1", when: .date(date))
                #expect(!WhyView(seen).json.text.isEmpty && !CaseView(seen).json.text.isEmpty)
                _ = try clinic.runner.advance(id, at: .date(date))
            } catch let error as RuntimeError {
                guard case .tooMuchDue = error else { throw error }
            }
        }
        #expect(try !clinic.history(of: "P-1", withRefused: true).rows.isEmpty)
        #expect(try clinic.store.problems() == [])
    }
}
