package import CEL
package import PathwayModel

extension CaseState {
    /// That somebody on call was told, and what became of it.
    package struct Page: Hashable, Sendable {
        package var page: OnCallPage
        /// The message's identity.
        package var effect: EffectPlace
        package var at: Timestamp
        /// Nil while it is on its way.
        package internal(set) var outcome: DeliveryReport.Outcome?
        /// It was not delivered in time, and is to be seen to.
        package internal(set) var isLate = false
    }

    /// Who on call was told of an open task since nobody has seen to it.
    package func pages(for task: TaskIndex) -> [Page] { tended[.task(task)]?.pages ?? [] }
}
