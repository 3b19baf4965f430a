package import StepwellRuntime

extension Failure {
    /// What a list ends with that leaves out cases because they are damaged; nil where there are none.
    package init?(damaged cases: [CaseID]) {
        guard !cases.isEmpty else { return nil }
        let (are, them) = cases.count == 1 ? ("case is", "it") : ("cases are", "them")
        self.init(
            .unavailable, "cases_damaged",
            "\(cases.count) \(are) damaged, and not shown: \(cases.map(\.text).joined(separator: ", "))",
            hint: "'stepwell doctor' says what is wrong with \(them)")
    }
}
