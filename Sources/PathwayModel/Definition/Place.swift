/// A place in one of a pathway's tables. Names stand at the edges; inside, everything is a place.
package struct Place<Element>: Hashable, Sendable, Comparable {
    package let position: Int

    package init(_ position: Int) { self.position = position }

    package static func < (left: Self, right: Self) -> Bool { left.position < right.position }
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

extension Array {
    package subscript(index: Place<Element>) -> Element {
        get { self[index.position] }
        set { self[index.position] = newValue }
    }
}
