import CEL
import PathwayModel

/// Those on call are told of what nobody sees to.
extension Stepper {
    /// What somebody has seen to meanwhile is passed over; nobody can be refused here.
    mutating func page(_ pagings: [Input.Paging]) {
        isCausedByTime = true
        var place = 0
        for case .told(let name, let page) in pagings {
            guard let task = unattended(name) else { continue }
            emit(.dutyTended(.task(task), .paged(page, place: place)))
            emit(.effect(.page(task, recipient: page.recipient, via: page.channel)))
            place += 1
        }
        for case .late(let name, let effect) in pagings {
            guard let task = unattended(name) else { continue }
            emit(.dutyTended(.task(task), .pageLate(effect)))
            if let call = tables.names.task(Pathway.undeliveredTask) { open(call) }
        }
    }

    /// The task of a name, where it is one that those on call are told of and nobody sees to it.
    private func unattended(_ name: String) -> TaskIndex? {
        guard let task = tables.names.task(name), pathway.tasks[task].callsForSomebody,
            state.tasks[task.position].status == .open,
            !(state.tended[.task(task)]?.hold?.stands(at: header.moment.at) ?? false)
        else { return nil }
        return task
    }
}
