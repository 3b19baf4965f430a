/// How a case that was told anew differs from what it was before.
package struct ToldAnew: Hashable, Sendable {
    /// States that are not active any more.
    package var left: [StateIndex]
    /// States that are active now.
    package var entered: [StateIndex]
    /// Tasks that are open now.
    package var opened: [TaskIndex]
    /// Tasks that are not open any more.
    package var ended: [TaskIndex]

    package init(left: [StateIndex], entered: [StateIndex], opened: [TaskIndex], ended: [TaskIndex]) {
        self.left = left
        self.entered = entered
        self.opened = opened
        self.ended = ended
    }
}
