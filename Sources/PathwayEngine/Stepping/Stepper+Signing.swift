import PathwayModel

/// Decisions that two different people sign: the first signature stands until the second takes the decision.
extension Stepper {
    /// Keeps a first signature, and says whether it is one; the second is of somebody else.
    mutating func signs(
        _ index: TransitionIndex, isMet: Bool, _ reason: String?
    ) throws(Interruption) -> Bool {
        let transition = pathway.transitions[index]
        guard let decision = transition.decision, decision.signers > 1 else { return false }
        guard let name = actor.name, !name.isEmpty else {
            throw .refused(Refusal(Refusal.Code.notPermitted, "nobody is named who would sign '\(transition.id)'"))
        }
        // What was signed as met and is no longer so is signed anew.
        if let signed = state.signed[index.position]?.signature, signed.isMet, !isMet { emit(.signatureLapsed(index)) }
        guard let signed = state.signed[index.position]?.signature else {
            emit(
                .decisionSigned(
                    index,
                    DecisionSignature(by: name, speaker: actor.speaker, isMet: isMet, reason: reason)))
            return true
        }
        guard !signed.isOf(actor) else {
            let those = transition.by.map { " of the roles \(Suggestions.listed($0))" } ?? ""
            // Who speaks for two people is one.
            let speaker = signed.by == name ? nil : signed.speaker ?? actor.speaker
            let spoken = speaker.map { ", and \($0) spoke for both" } ?? ""
            throw .refused(
                Refusal(
                    Refusal.Code.signedAlready,
                    "\(signed.by) has signed '\(transition.id)' already\(spoken); it takes a second person\(those)",
                    roles: transition.by ?? []))
        }
        return false
    }

    /// A signature does not outlast what it was given for.
    mutating func lapseSignatures() throws(Interruption) {
        for place in state.signed.keys.sorted() where state.signed[place]?.signature.isMet == true {
            let index = TransitionIndex(place)
            guard try !isProposed(index) else { continue }
            emit(.signatureLapsed(index))
        }
    }
}
