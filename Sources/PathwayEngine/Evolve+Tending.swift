import PathwayModel

/// Who sees to what is owed, and who on call was told that nobody does.
extension Machine {
    func tend(_ subject: DutySubject, _ change: DutyChange, _ state: inout CaseState, _ header: StepHeader) {
        var tended = state.tended[subject] ?? CaseState.Tended()
        switch change {
        case .held(let by, let until, let note):
            tended = CaseState.Tended(hold: DutyHold(by: by, until: until, note: note))
        case .released: tended.hold = nil
        case .snoozed(let until, _): tended.snoozedUntil = until
        case .paged(let page, let place):
            let effect = EffectPlace(entry: header.sequence, place: place)
            tended.pages.append(CaseState.Page(page: page, effect: effect, at: header.moment.at))
        case .pageLate(let effect):
            for place in tended.pages.indices where tended.pages[place].effect == effect {
                tended.pages[place].isLate = true
            }
        }
        state.tended[subject] = tended.isBlank ? nil : tended
    }

    /// What became of a message, where it told somebody on call.
    func note(_ report: DeliveryReport, _ state: inout CaseState) {
        for (subject, tended) in state.tended {
            guard let place = tended.pages.firstIndex(where: { $0.effect == report.effect }) else { continue }
            state.tended[subject]?.pages[place].outcome = report.outcome
        }
    }

    /// It is asked for anew: so are those on call.
    func forgetPages(for task: TaskIndex, _ state: inout CaseState) {
        guard var tended = state.tended[.task(task)], !tended.pages.isEmpty else { return }
        tended.pages = []
        state.tended[.task(task)] = tended.isBlank ? nil : tended
    }
}
