import Testing

/// Transitions that keep one of another region from being taken: of two that exclude each other the first in the file wins.
@Suite("Transitions that hide another region's")
struct HiddenTransitionTests {
    private static let plan = """
              plan:
                states:
                  first: {transitions: [{«event»: recorded.screen, to: second}]}
                  second: {transitions: [{event: contact, to: first}]}

        """
    private static let watch = """
              watch:
                states:
                  watching: {transitions: [{event: recorded.screen, when: screen.level == "high", to: crisis}]}

        """

    private func expect(_ codes: [String], _ regions: String) {
        MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: A program
            expected: {none: A test of transitions}
            instruments: {screen: {}}
            events: {contact: {}, leave: {}}
            states:
              care:
                type: parallel
                states:
            \(regions)  crisis: {transitions: [{event: leave, to: closed}]}
              closed: {outcome: closed}

            """
        ).expect(codes, files: SlipKindsTests.instruments)
    }

    @Test("one that stands before another region's way out hides it")
    func first() { expect(["SW504"], Self.plan + Self.watch) }

    @Test("one that stands behind it does not")
    func second() {
        expect([], Self.watch + Self.plan.replacing("«", with: "").replacing("»", with: ""))
    }

    @Test("one without a target leaves nothing, and hides nothing of another region")
    func inPlace() {
        let plan = """
                  plan:
                    states:
                      first: {transitions: [{event: recorded.screen, do: [{raise: contact}]}, {event: contact}]}

            """
        expect([], plan + Self.watch)
    }
}
