import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellRuntime
import Testing

/// What screens show of one case, as values and as JSON of the same values.
@Suite("Views of a case")
struct CaseViewTests {
    @Test("show has the case's place, values, results, tasks and decisions")
    func show() throws {
        let test = try TestClinic()
        let view = CaseView(try test.clinic.foresee(at: try test.assessed(), when: nil))
        #expect(view.configuration.map(\.path) == ["assessment"])
        #expect(view.head.status == .open)
        #expect(view.head.sequence == 2)
        let phq9 = try #require(view.results.first { $0.instrument == "phq9" })
        #expect(phq9.scores.first { $0.name == "total" }?.value == .int(18))
        #expect(phq9.date.description == "2026-01-06")
        #expect(view.tasks.map(\.name).contains("first_contact"))
        #expect(view.decisions.filter(\.isProposed).map(\.id) == ["admit"])
        #expect(view.json["results"]?["phq9"]?["total"]?.int == 18)
        #expect(view.json["tasks"]?.array?.compactMap { $0["id"]?.string } == view.tasks.map(\.name))
        #expect(view.json["proposed"]?.array?.compactMap { $0["id"]?.string } == ["admit"])
        #expect(view.json["unmet"]?["admit"]?.array == [])
    }

    @Test("why is one tree: every way, criterion and remedy in its JSON is one of its values")
    func why() throws {
        let test = try TestClinic()
        let id = try test.enroll()
        try test.give(
            .record([.instrument("cssrs", answers: [.init("level", "moderate")])]), to: id, on: "2026-01-06")
        let view = WhyView(try test.clinic.foresee(at: "P-1", when: nil))
        let admit = try #require(view.ways.first { $0.id == "admit" })
        #expect(!admit.isProposed)
        #expect(admit.targets.map(\.path) == ["iop"])
        guard case .blocked(let criteria)? = admit.override else {
            Issue.record("admission without a safe answer can be decided: \(String(describing: admit.override))")
            return
        }
        #expect(criteria.map(\.id) == ["safety"])
        let ways = try #require(view.json["ways"]?.array)
        #expect(ways.count == view.ways.count)
        for (json, way) in zip(ways, view.ways) {
            #expect(json["id"]?.string == way.id)
            #expect(json["truth"]?.string == way.truth.word)
            let criteria = try #require(json["criteria"]?.array)
            #expect(criteria.count == way.criteria.count)
            for (json, criterion) in zip(criteria, way.criteria) {
                #expect(json["text"]?.string == criterion.text)
                #expect(json["would_meet"]?.array?.compactMap { $0["text"]?.string } == criterion.remedies.map(\.text))
                #expect(json["values"]?.array?.compactMap { $0["name"]?.string } == criterion.values.map(\.name))
            }
        }
        #expect(view.json["in"]?.array?.first?["since"]?.string == view.stays.first?.since?.text)
        #expect(
            view.json["next"]?.array?.compactMap { $0["date"]?.string }
                == view.forecast.items.map(\.at.date.description))
        #expect(!view.forecast.items.isEmpty)
    }

    @Test("why-not has the first step with what it depends on, and the later ones by name")
    func route() throws {
        let test = try TestClinic()
        let seen = try test.clinic.look(at: try test.assessed(), when: nil)
        let route = try RouteView(seen, to: "completed")
        #expect(!route.isActive)
        #expect(route.first.map(\.id) == ["admit"])
        #expect(route.first.first?.criteria.isEmpty == false)
        #expect(route.then.count == 3)
        #expect(route.then.last?.targets.map(\.path) == ["closed.completed"])
        #expect(route.json["then"]?.array?.compactMap(\.string) == route.then.map(\.name))
        #expect(try RouteView(seen, to: "assessment").isActive)
        #expect(throws: Failure.self) { try RouteView(seen, to: "nowhere") }
    }

    @Test("what a patient reads names no score and no questionnaire")
    func patient() throws {
        let test = try TestClinic()
        let id = try test.enroll()
        let view = PatientsWhyView(try test.clinic.foresee(at: id, when: nil))
        #expect(view.isOpen)
        #expect(view.stays.count == 1)
        let admission = try #require(view.prospects.first)
        #expect(!admission.isProposed)
        #expect(!admission.looksAt.isEmpty)
        for text in view.prospects.flatMap({ [$0.title] + $0.looksAt }) + view.next.map(\.title) {
            #expect(!text.contains("PHQ") && !text.contains("SSRS") && !text.contains("total"), "\(text)")
        }
        try test.give(.record([.instrument("phq9", answers: [.init("total", "18")])]), to: id)
        try test.give(.record([.instrument("cssrs", answers: [.init("level", "none")])]), to: id)
        let after = PatientsWhyView(try test.clinic.foresee(at: id, when: nil))
        #expect(after.prospects.first?.isProposed == true)
        #expect(after.prospects.first?.looksAt == [])
    }

    @Test("a case can be looked at as it was")
    func past() throws {
        let test = try TestClinic()
        let id = try test.assessed()
        #expect(CaseView(try test.clinic.foresee(at: id, when: .instant(TestClinic.now))).results.isEmpty)
        #expect(!CaseView(try test.clinic.foresee(at: id, when: nil)).results.isEmpty)
    }

    @Test("history has typed facts, their sentences and their JSON, and what was refused if it is asked for")
    func history() throws {
        let test = try TestClinic()
        let id = try test.assessed()
        let refused = try test.give(.record([.instrument("phq9", answers: [.init("total", "99")])]), to: id)
        #expect(refused.refusal?.code == "invalid_value")
        #expect(refused.json["refused"]?.string == "invalid_value")
        let history = try test.clinic.history(of: id, withRefused: true)
        #expect(history.rows.map(\.sequence) == [1, 2])
        #expect(history.rows[1].by == "nurse")
        #expect(history.rows[1].at.date.description == "2026-01-06")
        let results = history.rows[1].facts.filter { view in
            if case .resultRecorded = view.fact { true } else { false }
        }
        #expect(results.count == 2)
        #expect(results.compactMap(\.sentence).contains("PHQ-9: total 18 (moderately_severe)"))
        #expect(history.refused.map(\.code) == ["invalid_value"])
        let facts = history.json["history"]?.array?.last?["facts"]?.array
        #expect(facts == history.rows[1].facts.map(\.json))
        #expect(try test.clinic.history(of: id, withRefused: false).refused.isEmpty)
    }

    @Test("an expression of the pathway is evaluated on a case's values")
    func expression() throws {
        let test = try TestClinic()
        let id = try test.assessed()
        #expect(try test.clinic.evaluate("phq9.total >= 10", on: id, when: nil) == .value(.bool(true)))
        let failure = #expect(throws: Failure.self) { try test.clinic.evaluate("phq9.totl", on: id, when: nil) }
        #expect(failure?.mistakes?.diagnostics.isEmpty == false)
    }
}
