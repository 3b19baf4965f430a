package import CEL
package import PathwayModel

/// That somebody stands for what a pathway says. It is given over a digest: for another text it says nothing.
package struct Signature: Hashable, Sendable {
    package var name: String
    /// As what: a medical director.
    package var role: String?
    package var date: CalendarDate
    /// What the pathway called itself then.
    package var version: String
    package var digest: String
    /// The day by which the pathway has to be looked at again.
    package var reviewBy: CalendarDate?

    package init(
        name: String, role: String? = nil, date: CalendarDate, version: String, digest: String,
        reviewBy: CalendarDate? = nil
    ) {
        self.name = name
        self.role = role
        self.date = date
        self.version = version
        self.digest = digest
        self.reviewBy = reviewBy
    }

    /// Who it is, however the name was typed.
    package var person: String { name.lowercased().onOneLine }

    package var json: JSON {
        .compact([
            "by": .string(name), "role": JSON(role), "on": .string(date.description), "version": .string(version),
            "digest": .string(digest), "review_by": JSON(reviewBy?.description),
        ])
    }
}

/// A pathway's signatures, as they stand to the text that it has now.
package struct Signatures: Hashable, Sendable {
    /// Each person's newest over the present text, in the order in which they first signed it.
    package let present: [Signature]
    /// Over texts that the pathway had before.
    package let earlier: [Signature]

    /// - Parameter all: in the order in which they were given.
    package init(_ all: [Signature], over digest: String) {
        var present: [Signature] = []
        for signature in all where signature.digest == digest {
            if let place = present.firstIndex(where: { $0.person == signature.person }) {
                present[place] = signature
            } else {
                present.append(signature)
            }
        }
        self.present = present
        earlier = all.filter { $0.digest != digest }
    }

    package var isEmpty: Bool { present.isEmpty && earlier.isEmpty }

    /// The first day by which somebody who signed wants it looked at again.
    package var reviewBy: CalendarDate? { present.compactMap(\.reviewBy).min() }
}
