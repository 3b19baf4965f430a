import PathwayDrawing
package import PathwayModel
package import StepwellRuntime

/// What `why --story` shows: the way that a case walked, and where it is.
package struct CaseWalkView: Sendable {
    package var head: CaseHead
    package var walk: Walk

    package var json: JSON {
        [
            "case": .string(head.id.text), "patient": .string(head.patient), "pathway": .string(head.pathway),
            "version": .string(head.version), "at": .string(head.at.text), "status": .string(head.status.shown),
            "outcome": JSON(head.status.outcome), "story": walk.json, "in": JSON(walk.here.map(\.state.path)),
        ]
    }
}

extension Clinic {
    /// - Parameter when: as `look` takes it.
    package func story(ofCase text: String, when: When?) throws -> CaseWalkView {
        let walked = try walked(text, at: when)
        return CaseWalkView(
            head: walked.head, walk: Walk(walked.steps, here: walked.here, in: walked.pathway))
    }
}
