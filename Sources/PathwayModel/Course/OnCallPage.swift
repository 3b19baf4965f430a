/// That somebody who is on call is told of a task about somebody's safety.
package struct OnCallPage: Hashable, Sendable {
    /// Whom the clinic's line names: a person or a role.
    package var who: String
    /// The n-th time that the line moved on, from 1: who has the same role, and another channel, has the same.
    package var turn: Int
    /// The n-th time that the line is gone through, from 1.
    package var round: Int
    /// Whom the message is for: of a role it may be several people.
    package var recipient: String
    package var channel: String

    package init(who: String, turn: Int, round: Int, recipient: String, channel: String) {
        self.who = who
        self.turn = turn
        self.round = round
        self.recipient = recipient
        self.channel = channel
    }
}

extension Input {
    /// What is done so that somebody who is on call sees to a task.
    package enum Paging: Hashable, Sendable {
        /// Somebody is told.
        case told(task: String, OnCallPage)
        /// Whoever was told with this effect has not got it in time.
        case late(task: String, EffectPlace)

        package var task: String {
            switch self {
            case .told(let task, _), .late(let task, _): task
            }
        }
    }
}

extension TaskDefinition {
    /// Whether those on call are told of it while nobody sees to it. Of what another case tells they are told there; and
    /// what says that a message did not go out would call itself.
    package var callsForSomebody: Bool {
        isSafety && name != Pathway.otherCaseTask && !Pathway.isUpkeep(task: name)
    }
}
