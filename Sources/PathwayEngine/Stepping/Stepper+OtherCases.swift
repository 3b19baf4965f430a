import PathwayModel

extension Stepper {
    /// Calls a person to look at what another case of the patient's came to. Nobody can be refused here: it is so.
    mutating func hear(_ news: Input.News) {
        isCausedByTime = true
        switch news {
        case .risk(let id, let name):
            guard let task = tables.names.task(Pathway.otherCaseTask) else { return }
            emit(.otherCase(.risk(case: id, pathway: name)))
            open(task)
        case .deathUndone(let id, let name, let withheld):
            emit(.otherCase(.deathUndone(case: id, pathway: name)))
            requestReview(
                of: header.sequence,
                withheld.map { .withheld(subject: $0.subject, recipient: $0.recipient, $0.place) }, in: nil)
        }
    }
}
