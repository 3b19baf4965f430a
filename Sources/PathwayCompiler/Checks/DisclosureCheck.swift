import PathwayModel

/// Messages that tell more than their channel may carry.
enum DisclosureCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        let plugins = pathway.plugins
        return pathway.behavior.notifications.compactMap { sent in
            guard let channel = sent.via ?? plugins.recipientChannels[sent.recipient] ?? plugins.defaultChannel,
                let carries = plugins.carries[channel]
            else { return nil }
            let message = pathway.messages[sent.message]
            let secrets = message.holds.filter { !carries.contains($0.sensitivity) }
            guard !secrets.isEmpty else { return nil }
            let names = secrets.map { "\($0.name) (\($0.sensitivity.rawValue))" }.joined(separator: ", ")
            return Diagnostic(
                .saysTooMuch, "the channel '\(channel)' may not carry what '\(message.name)' says: \(names)",
                at: sent.span,
                hint: "ask to be called, or name a time and a place; the clinic's settings say what a channel 'carries'"
            )
        }
    }
}
