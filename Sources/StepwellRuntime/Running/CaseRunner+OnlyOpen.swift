import PathwayEngine
import PathwayModel
import StepwellStore

/// Pathways that allow a patient one open case.
extension CaseRunner {
    /// Patients of whom no other case may be open once a step is kept.
    func onlyOpenOf(_ before: OpenCase, _ step: Step) throws(RuntimeError) -> [String] {
        guard before.definition.pathway.hasOneOpenCase, before.opens(by: step) else { return [] }
        return try RuntimeError.storing { () throws(StoreError) in try store.person(before.patient).numbers }
    }

    /// Another open case, in the store or among those that begin with this one, where there may be none.
    func otherOpenCase(
        _ before: OpenCase, _ step: Step, beside changes: [CaseChange]
    ) throws(RuntimeError) -> CaseID? {
        let pathway = before.definition.pathway.identifier
        for patient in try onlyOpenOf(before, step) {
            let begun = changes.first { change in
                change.id != before.id && change.patient == patient && change.pathway == pathway
                    && change.status == .open
            }
            if let begun { return begun.id }
            let filter = CaseFilter(pathway: pathway, status: .open, patient: patient)
            let known = try RuntimeError.storing { () throws(StoreError) in
                try store.cases(filter, after: nil, limit: 2 + changes.count)
            }
            let other = known.first { other in
                other.id != before.id && !changes.contains { $0.id == other.id && $0.status == .closed }
            }
            if let other { return other.id }
        }
        return nil
    }
}

extension Refusal {
    static func caseOpenAlready(_ other: CaseID, on pathway: String) -> Refusal {
        Refusal(
            Code.caseOpenAlready, "the patient has an open case on \(pathway), which allows one at a time: \(other)")
    }
}
