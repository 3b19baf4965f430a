package import CEL

/// Bounds of everything that an input can make the engine do. What goes beyond becomes a refusal or an incident, never
/// a hang: the language reference lists them.
package struct StepLimits: Hashable, Sendable {
    /// Microsteps of all macrosteps of one input.
    package var microsteps: Int
    /// Rounds in which tasks that open make transitions fire that open tasks.
    package var taskRounds: Int
    /// Cost of one guard.
    package var guards: Limits
    /// Cost of all guards that one input makes the engine look at, in the same steps.
    package var cost: Int
    /// Events that one input makes the case send to itself.
    package var events: Int
    /// Reactions that run.
    package var reactions: Int
    /// Actions that run.
    package var actions: Int
    /// Facts.
    package var facts: Int
    /// Cases that one input begins, with those that they begin.
    package var linkedCases: Int
    /// How deep such cases begin each other.
    package var linkedDepth: Int
    /// How often time brings something to a case between two inputs.
    package var wakeUps: Int

    package init(
        microsteps: Int = 1_000, taskRounds: Int = 100, guards: Limits = .guards, cost: Int = 10_000_000,
        events: Int = 10_000, reactions: Int = 10_000, actions: Int = 100_000, facts: Int = 100_000,
        linkedCases: Int = 100, linkedDepth: Int = 8, wakeUps: Int = 5_000_000
    ) {
        self.microsteps = microsteps
        self.taskRounds = taskRounds
        self.guards = guards
        self.cost = cost
        self.events = events
        self.reactions = reactions
        self.actions = actions
        self.facts = facts
        self.linkedCases = linkedCases
        self.linkedDepth = linkedDepth
        self.wakeUps = wakeUps
    }

    package static let standard = StepLimits()
}
