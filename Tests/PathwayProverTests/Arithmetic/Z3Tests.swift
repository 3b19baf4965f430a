import Foundation
import PathwayModel
import TestSupport
import Testing

@testable import PathwayProver

extension Proofs {
    /// The process: what it says, and what becomes of one that is not there or does not do as it should.
    struct Z3Tests {
        private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""

        private static func ask(_ z3: Z3, _ script: String, for names: [String] = []) -> Z3.Answer {
            z3.with(script) { z3.ask(for: names) }
        }

        @Test("it answers one question after another, and gives values")
        func answers() {
            let z3 = Z3(searching: Self.path)
            let declared = "(declare-const a Int)(declare-const r Real)(declare-const t Bool)"
            let answer = Self.ask(
                z3, "\(declared)(assert (and t (= a (- 3)) (= (* 4.0 r) (- 3.0))))", for: ["a", "r", "t"])
            #expect(answer == .possible(["a": .fraction(-3, 1), "r": .fraction(-3, 4), "t": .truth(true)]))
            #expect(Self.ask(z3, "(declare-const a Int)(assert (< a a))") == .impossible)
            #expect(Self.ask(z3, "(declare-const a Int)(assert (< a 1))") == .possible([:]))
            #expect(z3.questions == 3)
        }

        @Test("what it cannot read is no answer")
        func isExact() {
            let z3 = Z3(searching: Self.path)
            guard case .undecided(let why) = Self.ask(z3, "(assert (< nobody 1))") else {
                Issue.record("it has read a name that is not declared")
                return
            }
            #expect(why.contains("cannot read"))
            #expect(Self.ask(z3, "(assert false)") == .impossible)
        }

        @Test("numbers of doubles are exact", arguments: [0, 1, -1, 0.1, -2.5, 1e-300, 0x1p-1074, 1e300, 27])
        func isExact(_ number: Double) {
            let z3 = Z3(searching: Self.path)
            let one = SMT(exactly: number).text
            // Twice as much, and the sum of both.
            let twice = SMT(exactly: number * 2).text
            #expect(Self.ask(z3, "(assert (not (= (+ \(one) \(one)) \(twice))))") == .impossible)
            if number != 0 { #expect(Self.ask(z3, "(assert (= \(one) \(twice)))") == .impossible) }
        }

        @Test("one that is not there decides nothing")
        func isAbsent() {
            let z3 = Z3(searching: "/nowhere")
            #expect(Self.ask(z3, "(assert false)") == .undecided(Z3.notInstalled))
        }

        @Test(
            "one that ends, is silent or is something else decides nothing, and keeps nobody waiting",
            arguments: [
                ("exit 0", "z3 has ended"), ("exec sleep 60", "z3 does not answer"),
                ("while read line; do echo sat; done", "does not"),
                (#"read a; read b; read c; echo stepwell-0; exit 1"#, "z3 has ended"),
            ])
        func fails(_ body: String, _ words: String) throws {
            let folder = try TemporaryFolder()
            try Data("#!/bin/sh\n\(body)\n".utf8).write(to: folder.root.appendingPathComponent("z3"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("z3"))
            let z3 = Z3(searching: folder.root.path, limit: 100)
            let start = ContinuousClock.now
            for _ in 0..<3 {
                guard case .undecided(let why) = Self.ask(z3, "(assert false)") else {
                    Issue.record("it has decided")
                    continue
                }
                #expect(why.contains(words))
            }
            #expect(ContinuousClock.now - start < .seconds(10))
        }

        @Test("without z3 what it would have decided is not decided, and says why")
        func isNeeded() throws {
            func verdicts(_ name: String, in folder: String) throws -> [Property: Finding.Verdict] {
                let file = try #require(CorpusFile.all(in: folder).first { $0.name == name })
                let prover = Prover(try file.compiled(), holders: ["intake", "clinician"], searching: "/nowhere")
                let findings = prover.prove(within: .seconds(60)).findings
                return Dictionary(findings.map { ($0.property, $0.verdict) }) { one, _ in one }
            }
            let isOpen = Finding.Verdict.notDecided(Z3.notInstalled)
            let mended = try verdicts("overlap_worse_by_five_mended", in: "Sound")
            #expect(mended[.overlap] == isOpen)
            #expect(mended[.gap] == isOpen)
            #expect(mended[.dead] == isOpen)
            #expect(mended[.role] == .proved)
            #expect(try verdicts("overlap_worse_by_five", in: "Holes")[.overlap] == isOpen)
            #expect(try verdicts("never_worse_and_better", in: "Holes")[.never] == isOpen)
            // What is compared with constants alone needs none.
            #expect(try verdicts("overlap_eight_and_nine_mended", in: "Sound")[.overlap] == .proved)
        }
    }
}
