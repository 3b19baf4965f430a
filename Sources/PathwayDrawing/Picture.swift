/// A pathway as a picture shows it: boxes in boxes, and arrows between them. How it is written down is another matter.
package struct Picture: Sendable {
    package var title: String
    package var version: String
    /// In document order.
    package var boxes: [Box]
    package var arrows: [Arrow]
    /// The levels of care that boxes name, the lowest first.
    package var levels: [Level]
    /// What it is a part of the pathway's picture as; nil for all of it.
    package var part: String?
    /// What is laid over it; nil for the pathway alone.
    package var overlay: Overlay?

    /// A level of care, and where it stands on the scale.
    package struct Level: Hashable, Sendable {
        package var name: String
        /// From 1, the lowest.
        package var rank: Int
        package var count: Int
    }

    /// A state.
    package struct Box: Sendable {
        package enum Kind: Hashable, Sendable {
            case state
            /// States one of which a case is in.
            case group
            /// Groups in all of which a case is at once.
            case regions
            /// Back to where what is around it was left; if so, down to the innermost states.
            case history(deep: Bool)
            /// The case is closed, and how.
            case end(outcome: String)
            /// What is around it is done.
            case done
            /// It, or what is inside it, is drawn on another page: a word on which.
            case elsewhere(String)
        }

        /// What the pathway calls it: `care.iop`.
        package var path: String
        package var title: String
        package var kind: Kind
        /// A case begins here, or comes here where it enters what is around it.
        package var isFirst: Bool
        /// How long a stay usually is, and who sees to one that lasts longer.
        package var stay: String?
        /// The level of care that is given there, where another one or none is given around it.
        package var level: Level?
        package var sessions: [String]
        /// What is told there of what another page draws.
        package var aside: [String] = []
        package var tasks: [String]
        package var inside: [Box]
    }

    /// A way from one state to others, or something that happens in place.
    package struct Arrow: Sendable {
        package enum Kind: Hashable, Sendable {
            case event, decision
            /// As soon as its condition holds.
            case automatic
            /// Once a time is over.
            case time
            /// What is refused here, and said so.
            case refused
        }

        /// One of its own in the picture.
        package var id: String
        package var kind: Kind
        /// The way's own name; nil where the author gave none.
        package var name: String?
        package var from: String
        /// None where it happens in place.
        package var to: [String]
        /// What begins it, as one says it: "clinician decides", "after 31 days", "contact".
        package var cause: String
        /// What has to be so.
        package var conditions: [String]
        package var because: String?
        /// Nothing swallows it: it is about somebody's safety.
        package var isSafety: Bool
    }

    /// The same with something laid over it.
    package func under(_ overlay: Overlay) -> Picture {
        var picture = self
        picture.overlay = overlay
        return picture
    }

    /// Every box, those inside after what is around them.
    var allBoxes: [Box] { boxes.flatMap(\.andInside) }
}

extension Picture.Box {
    var andInside: [Picture.Box] { [self] + inside.flatMap(\.andInside) }
}
