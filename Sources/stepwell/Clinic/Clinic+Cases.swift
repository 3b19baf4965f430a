import PathwayEngine
import PathwayModel
import StepwellRuntime

extension Clinic {
    /// The case that a text names: its own id, or the patient who has just one.
    func caseID(_ text: String) throws -> CaseID {
        let id = CaseID(text)
        if try Failure.tellingStore({ () throws(StoreError) in try store.load(id) }) != nil { return id }
        let ofPatient = try Failure.tellingStore({ () throws(StoreError) in
            try store.cases(CaseFilter(patient: text))
        })
        let open = ofPatient.filter { $0.status == .open }
        let candidates = open.isEmpty ? ofPatient : open
        guard let only = candidates.first else {
            throw Failure(
                .missing, "no_such_case", "there is no case '\(text)', and no patient of that name has one",
                hint: "'stepwell list' shows all cases")
        }
        guard candidates.count == 1 else {
            let ids = candidates.map { "\($0.id) (\($0.pathway))" }.joined(separator: ", ")
            throw Failure(.missing, "ambiguous_case", "the patient '\(text)' has several cases: \(ids)")
        }
        return only.id
    }

    /// The date that it is for a case, where its clinic is.
    func date(of when: When, in summary: CaseSummary) throws -> CalendarDate {
        try date(of: when, pathway: summary.pathway, version: summary.version)
    }

    func date(of when: When, pathway: String, version: String) throws -> CalendarDate {
        switch when {
        case .date(let date): return date
        case .instant(let instant), .clock(let instant):
            return try Failure.telling { () throws(RuntimeError) in
                try runner.zone(pathway: pathway, version: version)
            }.date(of: instant)
        }
    }

    /// The instant of the latest input of any case: what a simulated clock shows.
    func latestInput() throws -> Timestamp? {
        try Failure.tellingStore({ () throws(StoreError) in try store.latestInput() })
    }

    /// Carries an input to a case, and tells what came of it.
    func perform(_ input: Input, on text: String, _ options: InputOptions, json: Bool) throws {
        let id = try caseID(text)
        let command = try options.command(input, in: self) { try lastInput(of: id) }
        let answer = try Failure.telling { () throws(RuntimeError) in try runner.perform(command, on: id) }
        try AnswerPrinter(isJSON: json, isDryRun: options.trial.dryRun).tell(answer, input)
    }

    func lastInput(of id: CaseID) throws -> Timestamp? {
        try Failure.telling { () throws(RuntimeError) in try runner.look(at: id, when: nil) }.seen.state.lastInput
    }
}
