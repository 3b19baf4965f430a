/// A place in one of a pathway's tables. Names stand at the edges; inside, everything is a place.
@usableFromInline package struct Place<Element>: Hashable, Sendable, Comparable {
    @usableFromInline package let position: Int

    @inlinable package init(_ position: Int) { self.position = position }

    @inlinable package static func < (left: Self, right: Self) -> Bool { left.position < right.position }
}

package typealias StateIndex = Place<State>
package typealias TransitionIndex = Place<Transition>
package typealias ReactionIndex = Place<Reaction>
package typealias FieldIndex = Place<Field>
package typealias InstrumentIndex = Place<Instrument>
package typealias EventIndex = Place<Event>
package typealias TaskIndex = Place<TaskDefinition>
package typealias MessageIndex = Place<Message>
package typealias GuardIndex = Place<NamedGuard>
package typealias DecisionIndex = Place<DecisionTable>
package typealias RuleUseIndex = Place<RuleUse>
package typealias PromiseIndex = Place<Promise>

extension Array {
    /// Yields an element in place: of a large one, only what is read is copied.
    @inlinable package subscript(index: Place<Element>) -> Element {
        _read { yield self[index.position] }
        _modify { yield &self[index.position] }
    }
}
