import CEL
import Foundation
import PathwayModel
import StepwellClinic
import StepwellRuntime
import TestSupport
import Testing

/// Lists are read in parts, each behind the one before.
@Suite("Parts of lists")
struct PartsOfListsTests {
    /// A list, read in one way, as a row's text each.
    struct Reading: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var part: @Sendable (TestClinic, PageRequest) throws -> (rows: [String], next: String?)

        /// All of it, in parts of a size; something may happen between them.
        func inParts(
            of size: Int, _ test: TestClinic, meanwhile: (String) throws -> Void = { _ in }
        ) throws -> [String] {
            var (rows, next): ([String], String?) = ([], nil)
            repeat {
                let part = try part(test, PageRequest(limit: size, after: next))
                #expect(part.rows.count <= size)
                rows += part.rows
                next = part.next
                if let last = part.rows.last, next != nil { try meanwhile(last) }
                try #require(rows.count < 1_000)
            } while next != nil
            return rows
        }
    }

    static let list = Reading(testDescription: "list") {
        let list = try $0.clinic.cases(CaseFilter(), at: nil, $1)
        return (list.cases.map(\.id.text), list.page.next)
    }
    static let open = Reading(testDescription: "list --state assessment") {
        let list = try $0.clinic.cases(CaseFilter(status: .open, state: "assessment"), at: nil, $1)
        return (list.cases.map(\.id.text), list.page.next)
    }
    static let worklist = Reading(testDescription: "worklist") {
        let list = try $0.clinic.worklist(.init(), $1)
        return (list.rows.map { "\($0.first.task.id) \($0.first.name)" }, list.page.next)
    }
    static let outbox = Reading(testDescription: "outbox list") {
        let list = try $0.clinic.messages(of: nil, status: nil, $1)
        return (list.messages.map(\.message.effect.description), list.page.next)
    }
    static let history = Reading(testDescription: "history --refused") {
        let history = try $0.clinic.history(of: try #require(try first($0)), withRefused: true, $1)
        return (history.page.rows.map { "\($0)" }, history.page.next)
    }
    static let disclosures = Reading(testDescription: "disclosures") {
        let list = try $0.clinic.disclosures(of: try #require(try first($0)), $1)
        return (list.page.rows.map { "\($0)" }, list.page.next)
    }
    static let releases = Reading(testDescription: "release list") {
        let list = try $0.clinic.releases(of: "P-2", $1)
        return (list.page.rows.map(\.id), list.page.next)
    }
    static let all = [list, open, worklist, outbox, history, disclosures, releases]

    /// The first case of the patient with three, who has it all.
    private static func first(_ test: TestClinic) throws -> String? {
        try test.clinic.cases(CaseFilter(patient: "P-2"), at: nil).cases.first?.id.text
    }

    /// Patients with one and with three cases; of one of these entries, refusals, messages, consents and disclosures.
    private func clinic() throws -> TestClinic {
        let test = try TestClinic()
        for patient in ["P-3", "P-2", "p-2", "P-1", "P-2", "Ä", "P-2", "P-10"] { _ = try test.enroll(patient) }
        let id = try #require(try Self.first(test))
        let recordings: [Input.Recording] = [
            .instrument("phq9", answers: [.init("total", "18"), .init("item9", "1")]),
            .instrument("cssrs", answers: [.init("level", "none")]),
        ]
        try test.give(.record(recordings), to: id)
        for _ in 0..<3 { try test.give(.complete(task: "treatment_plan"), to: id) }
        try test.give(.complete(task: "safety_evaluation"), to: id)
        try test.give(.decide(.transition(id: "admit"), reason: nil), to: id)
        for _ in 0..<2 { try test.give(.complete(task: "first_contact"), to: id) }
        let late = When.date(try #require(CalendarDate("2026-01-13")))
        _ = try test.clinic.advance(id, said: late, isDryRun: false)
        for (place, day) in [20_001, 20_000, 20_000].enumerated() {
            try test.clinic.store.save(
                Release(
                    id: "r\(place)", patient: "P-2", discloser: "clinic", recipient: "payer", purpose: "payment",
                    what: "dates", expires: nil, signedBy: "Ana", signed: CalendarDate(daysSinceEpoch: Int32(day))))
        }
        for message in try test.clinic.messages(of: id, status: nil).messages {
            let effect = message.message.effect
            let disclosure = Disclosure(
                patient: "P-2", effect: effect, at: TestClinic.now, recipient: "payer", channel: "file",
                purpose: "payment", what: "dates", release: "r1")
            try test.clinic.store.settle(
                Settlement(
                    effect: effect, status: .sent, attempts: 1, channel: "file", reason: nil, at: TestClinic.now,
                    disclosure: disclosure))
        }
        return test
    }

    @Test("the parts of a list are the list, in its order", arguments: all)
    func whole(_ reading: Reading) throws {
        let test = try clinic()
        let (rows, next) = try reading.part(test, .all)
        #expect(next == nil && rows.count >= 2 && Set(rows).count == rows.count, "\(rows)")
        for size in 1...(rows.count + 1) {
            #expect(try reading.inParts(of: size, test) == rows, "\(size)")
        }
        // A part that ends with the list is its end, and says so.
        #expect(try reading.part(test, PageRequest(limit: rows.count)).next == nil)
        let failure = #expect(throws: Failure.self) { _ = try reading.part(test, PageRequest(after: "nowhere")) }
        #expect(failure?.code == "bad_cursor")
    }

    @Test("cases that come or move between two parts make no other one come twice, or not at all", arguments: 1...3)
    func meanwhile(size: Int) throws {
        let test = try clinic()
        let (before, _) = try Self.list.part(test, .all)
        var number = 0
        let rows = try Self.list.inParts(of: size, test) { last in
            // One before all that were read, one behind, and the last of the part moves on.
            number += 1
            for patient in ["A-\(number)", "Z-\(number)"] where number < 4 { _ = try test.enroll(patient) }
            try test.give(.send(event: "contact", with: []), to: last)
        }
        #expect(Set(rows).count == rows.count && Set(before).isSubset(of: rows), "\(rows)")
        #expect(rows.filter { before.contains($0) } == before)
        #expect(rows.count > before.count, "what came behind is seen")
    }

    @Test("a case that leaves what is asked for is still a place to go on behind", arguments: 1...2)
    func leaves(size: Int) throws {
        let test = try clinic()
        let (before, _) = try Self.open.part(test, .all)
        let rows = try Self.open.inParts(of: size, test) { last in
            let recordings: [Input.Recording] = [
                .instrument("phq9", answers: [.init("total", "18"), .init("item9", "0")]),
                .instrument("cssrs", answers: [.init("level", "none")]),
            ]
            try test.give(.record(recordings), to: last)
            try test.give(.decide(.transition(id: "admit"), reason: nil), to: last)
        }
        #expect(rows == before)
        #expect(try Self.open.part(test, .all).rows.count < before.count, "they are elsewhere now")
    }

    @Test("a task that is done is still a place to go on behind, and no other is passed over", arguments: 1...3)
    func done(size: Int) throws {
        let test = try clinic()
        let (before, _) = try Self.worklist.part(test, .all)
        var number = 0
        let rows = try Self.worklist.inParts(of: size, test) { last in
            let words = last.split(separator: " ").map(String.init)
            try test.give(.complete(task: words[1]), to: words[0])
            number += 1
            if number < 3 { _ = try test.enroll("A-\(number)") }
        }
        #expect(Set(rows).count == rows.count && rows.filter { before.contains($0) } == before, "\(rows)")
    }

    @Test("JSON says whether a list was cut, and where it goes on")
    func json() throws {
        let test = try clinic()
        let part = PageRequest(limit: 1)
        let id = try #require(try Self.first(test))
        let cut: [JSON] = [
            try test.clinic.cases(CaseFilter(), at: nil, part).json,
            try test.clinic.worklist(.init(), part).json,
            try test.clinic.messages(of: nil, status: nil, part).json,
            try test.clinic.history(of: id, withRefused: false, part).json,
            try test.clinic.disclosures(of: id, part).json, try test.clinic.releases(of: "P-2", part).json,
        ]
        #expect(cut.allSatisfy { $0["truncated"] == .bool(true) && $0["next"]?.string?.isEmpty == false })
        let whole = try test.clinic.cases(CaseFilter(), at: nil).json
        #expect(whole["truncated"] == .bool(false) && whole["next"] == .null)
    }
}
