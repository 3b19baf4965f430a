package import CEL

/// Something that happened to a case: the engine's only output and its only memory.
///
/// A fact's meaning never changes once released; a new kind is added instead. Facts hold resolved instants and dates,
/// so that folding them runs no calendar and no guard. Steps hand them on all the time: the large and rare ones stand
/// behind a reference, so that the others stay small.
package enum Fact: Hashable, Sendable {
    case enrolled(birthDate: CalendarDate?, language: String?)
    /// A field got a value, or lost it where `value` is nil.
    case valueSet(FieldIndex, Value?, Moment)
    /// A field was counted up or down by an amount; what it comes to is what stood before, and that.
    case valueAdded(FieldIndex, Value, Moment)
    case resultRecorded(InstrumentIndex, InstrumentResult)
    /// What the step `entry` recorded was wrong; the right value takes its place, dated as it was.
    indirect case valueCorrected(FieldIndex, entry: Int, Value, reason: String)
    indirect case resultCorrected(InstrumentIndex, entry: Int, InstrumentResult, reason: String)
    indirect case sessionCorrected(entry: Int, Session, reason: String)
    /// What the step `entry` recorded counts no more, and what its actions set or added goes with it.
    case entryWithdrawn(entry: Int, reason: String)
    /// What the actions of the step `entry` set or added in these fields counts no more: what it recorded was put right,
    /// and they are to run again.
    case actionsTakenBack(entry: Int, [FieldIndex])
    /// The step `entry` is taken back, and these later ones with it. What the case comes to stands in what follows.
    case entryUndone(entry: Int, later: [Int], reason: String)
    /// The clock was ahead: what it fired is taken back, and what was entered since, from an entry on, is dated back to
    /// now.
    case clockMended(from: Int, reason: String)
    /// The case as it comes to be when it is told anew: a snapshot.
    case restored(format: Int, [UInt8])
    /// What is different in it, for the record.
    indirect case toldAnew(ToldAnew)
    /// What follows came of the step `entry` when it was judged again; nil where that ends.
    case judgedAgain(entry: Int?)
    /// Messages that came of what is taken back, and that nobody is to get any more.
    case effectsTakenBack([SaidEffect])
    /// What another case of the patient's has to do with this one.
    indirect case otherCase(OtherCase)
    /// Tasks about somebody's safety that an entry opened, and that stay open although it was taken back.
    case alarmsStay(entry: Int, [TaskIndex])
    /// Somebody has to look at what stands on an entry that was put right or taken back.
    case reviewRequested(entry: Int, [Consequence])
    case sessionRecorded(Session)
    case occurred(EventIndex, payload: [Value?], Moment)
    /// Who did what follows, where the pathway asks.
    indirect case doneBy(Doer)
    case consentRecorded(kind: String, granted: Bool, Moment)

    case transitionTaken(TransitionIndex, reason: String?)
    /// The decision that follows is taken although these of its criteria are not met.
    case decidedAgainst(TransitionIndex, [UnmetCriterion])
    /// Moments of the course are nil where they are the step's own; a step that was entered late has earlier ones.
    case stateExited(StateIndex, Moment?)
    /// A history state remembers the active states its parent was left with.
    case historyKept(StateIndex, [StateIndex])
    /// With `continued` the stay that was left goes on.
    case stateEntered(StateIndex, continued: Bool, Moment?)

    indirect case taskOpened(TaskOpening)
    /// An open task was asked for again, or what made it necessary happened later than was known.
    case taskAskedAgain(TaskIndex, Moment)
    /// What its due date is worked out from was recorded anew or put right.
    indirect case taskRescheduled(TaskOpening)
    case taskCompleted(TaskIndex, Moment?)
    /// How a task came out that is completed next.
    case taskCameOut(TaskIndex, outcome: String)
    /// Ended without being completed. With `leaving`, because that state was left.
    case taskEnded(TaskIndex, leaving: StateIndex?)
    /// The state that was left goes on, and the task with it.
    case taskReopened(TaskIndex)
    /// Ended by somebody who said why it need not be done.
    indirect case taskNotNeeded(TaskIndex, reason: String)
    case taskOverdue(TaskIndex)
    /// The n-th reminder went out.
    case taskReminded(TaskIndex, Int)
    /// The n-th escalation went out.
    case taskEscalated(TaskIndex, Int)
    /// A state's task came up by time: the n-th time in this stay.
    case stateTaskCame(StateIndex, task: Int, times: Int)
    /// The condition of a state's task became true or stopped being true.
    case stateTaskCondition(StateIndex, task: Int, holds: Bool)

    /// A decision is proposed that is to be taken within a time.
    case decisionOwed(OwedDecision)
    /// It was taken, its state was left, or it is no longer proposed.
    case decisionNotOwed(TransitionIndex)
    case decisionOverdue(TransitionIndex)
    /// The n-th reminder went out.
    case decisionReminded(TransitionIndex, Int)
    /// The n-th escalation went out.
    case decisionEscalated(TransitionIndex, Int)
    /// The first of those who have to sign a decision has done so.
    indirect case decisionSigned(TransitionIndex, DecisionSignature)
    /// The signature counts no more: what it was given for does not stand any longer.
    case signatureLapsed(TransitionIndex)

    /// The stay in a state may last until this date before the case stands still.
    case stayExtended(StateIndex, until: CalendarDate, reason: String)

    /// What was agreed about something that is owed.
    indirect case dutyTended(DutySubject, DutyChange)

    /// What became of something that the pathway promises.
    case promise(PromiseIndex, PromiseChange)

    case effect(Effect)
    /// What became of an effect of an earlier step.
    indirect case delivery(DeliveryReport)
    /// A rule's answer, and the fingerprint of the question it answers.
    indirect case verdictGiven(RuleUseIndex, Verdict, question: UInt64, plugin: String)
    /// The engine could not go on as the pathway says; a person has to look.
    case incident(code: String, detail: String)
    case closed(outcome: String)
    /// A final state at the top was reached.
    case ended
}

/// A result of an instrument, as recorded.
package struct InstrumentResult: Hashable, Sendable {
    /// One an item, nil where it was not answered.
    package var items: [Value?]
    /// One a score, nil where it could not be made.
    package var scores: [Value?]
    package var moment: Moment

    package init(items: [Value?], scores: [Value?], moment: Moment) {
        self.items = items
        self.scores = scores
        self.moment = moment
    }
}

/// An effect's identity within its case.
package struct EffectPlace: Hashable, Sendable {
    package var entry: Int
    /// Its place among the effects of that entry.
    package var place: Int

    package init(entry: Int, place: Int) {
        self.entry = entry
        self.place = place
    }
}

/// An effect with its identity.
package struct SaidEffect: Hashable, Sendable {
    package var effect: Effect
    package var place: EffectPlace

    package init(_ effect: Effect, _ place: EffectPlace) {
        self.effect = effect
        self.place = place
    }
}

extension EffectPlace: Comparable {
    /// In the order in which they came about.
    package static func < (left: EffectPlace, right: EffectPlace) -> Bool {
        (left.entry, left.place) < (right.entry, right.place)
    }
}

/// A criterion that was not met when somebody decided all the same, as it stood then.
package struct UnmetCriterion: Hashable, Sendable {
    package var id: String
    package var label: String?
    /// What it waited for; empty where it was known not to hold.
    package var waiting: [String]
    /// The values it rested on, as people read them; those that were not known are left out.
    package var values: [Input.NamedText]

    package init(id: String, label: String?, waiting: [String], values: [Input.NamedText]) {
        self.id = id
        self.label = label
        self.waiting = waiting
        self.values = values
    }
}

extension InstrumentResult {
    /// Whether any of its scores could be told; so is one of an instrument that has none.
    package var isScored: Bool { scores.isEmpty || scores.contains { $0 != nil } }
}

/// A session, and what became of it.
package struct Session: Hashable, Sendable {
    package var status: AttendanceStatus
    package var type: String?
    package var moment: Moment

    package init(status: AttendanceStatus, type: String?, moment: Moment) {
        self.status = status
        self.type = type
        self.moment = moment
    }
}

/// A task that was opened, with everything about it that time will bring.
package struct TaskOpening: Hashable, Sendable {
    package var task: TaskIndex
    package var due: CalendarDate?
    /// The instant it is due, which is on that date; nil where the whole date counts.
    package var dueAt: Timestamp?
    /// The start of the date after `due`, or the instant it is due.
    package var overdueAt: Timestamp?
    package var reminders: [Timestamp]
    package var escalations: [Timestamp]
    /// Leaving this state ends it.
    package var until: StateIndex?
    /// When it was opened, where that was before the step that opened it.
    package var opened: Moment?
    /// Where the expression stands that its due date follows; nil for a date that is fixed.
    package var follows: DueOrigin?
    /// Whose it is, where its definition does not say.
    package var role: String?
    /// What made it necessary, where that is known.
    package var cause: TaskCause?

    package init(
        task: TaskIndex, due: CalendarDate?, dueAt: Timestamp? = nil, overdueAt: Timestamp?, reminders: [Timestamp],
        escalations: [Timestamp], until: StateIndex?, opened: Moment? = nil, follows: DueOrigin? = nil,
        role: String? = nil, cause: TaskCause? = nil
    ) {
        self.task = task
        self.due = due
        self.dueAt = dueAt
        self.overdueAt = overdueAt
        self.reminders = reminders
        self.escalations = escalations
        self.until = until
        self.opened = opened
        self.follows = follows
        self.role = role
        self.cause = cause
    }

    package func isOverdue(at now: Timestamp) -> Bool { overdueAt.map { $0 <= now } ?? false }
}

/// Where a due date that an expression gives is written.
package enum DueOrigin: Hashable, Sendable {
    case task
    /// With a state's task: its place among them.
    case stateTask(StateIndex, Int)
    /// With an action that opens the task: its place among the pathway's actions that set nothing.
    case action(Int)
}

/// Something the world has to be told. It leaves through the outbox; its identity is case, sequence and place.
package enum Effect: Hashable, Sendable {
    case message(MessageIndex, recipient: String, via: String?)
    /// A task is due soon.
    case reminder(TaskIndex, role: String)
    /// A task is overdue.
    case escalation(TaskIndex, role: String)
    /// A decision is due soon.
    case decisionReminder(TransitionIndex, role: String)
    /// A decision is overdue.
    case decisionEscalation(TransitionIndex, role: String)
    /// Nobody sees to a task about somebody's safety, and this is who is on call.
    case page(TaskIndex, recipient: String, via: String)
    /// A linked case, enrolled in the same transaction.
    case enroll(pathway: String, with: [Input.NamedText])
}

/// What stands above the facts of one input in the journal.
package struct StepHeader: Hashable, Sendable {
    /// From 1 for the enrollment, one more an input.
    package var sequence: Int
    package var moment: Moment

    package init(sequence: Int, moment: Moment) {
        self.sequence = sequence
        self.moment = moment
    }
}
