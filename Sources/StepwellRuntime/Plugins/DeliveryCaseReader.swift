import CEL
import PathwayCompiler
import PathwayModel
import StepwellKit

/// Reads the deliveries of a `cases.yaml`.
struct DeliveryCaseReader {
    let channels: [PluginManifest.Channel]

    func delivery(_ form: PluginDeliveryDeclaration, _ read: inout Reader) -> DeliveryCase? {
        guard let name = form.name.value, let (word, node) = form.channel.entry else { return nil }
        guard let channel = channels.first(where: { $0.name == word }) else {
            read.report(.badWord, "the plugin has no channel '\(word)'", at: node.span)
            return nil
        }
        guard let expected = form.expect.value else { return nil }
        if form.after.isPresent, expected != .retry {
            read.report(.badValue, "only what is tried again is tried 'after' some time", at: form.place.span)
        }
        let line = form.place.span.start.line
        let settings = settings(form.settings.value ?? [], of: channel, at: node, &read)
        let message = message(form.message.value ?? PluginMessageDeclaration(), &read)
        return DeliveryCase(
            name: name, channel: channel.name, settings: settings, message: message,
            key: form.key.value ?? "\(message.caseID)/line-\(line)", attempt: form.attempt.value ?? 1,
            answers: (form.answers.value ?? []).values().map(Self.answer), expected: expected, after: form.after.value,
            because: form.because.value, line: line)
    }

    private static func answer(_ form: PluginServerAnswerDeclaration) -> PlayedServer.Answer {
        var answer = PlayedServer.Answer()
        answer.status = form.status.value ?? 200
        for header in form.headers.value ?? [] { answer.headers[header.name] = header.value }
        answer.body = form.body.value ?? ""
        answer.delay = form.delay.value ?? 0
        return answer
    }

    /// The settings as a clinic would give them, but for secrets, which stand here themselves.
    private func settings(
        _ entries: [Named<YAMLNode>], of channel: PluginManifest.Channel, at node: YAMLNode, _ read: inout Reader
    ) -> JSON {
        let secrets = channel.settings.filter { $0.kind == .secret }
        var (given, rest): ([JSON.Member], [JSON.Member]) = ([], [])
        for entry in entries {
            guard let setting = secrets.first(where: { $0.name == entry.name }) else {
                rest.append(.init(entry.name, Self.written(entry.node)))
                continue
            }
            guard let text = entry.node.text else {
                read.report(
                    .badValue, "the secret '\(setting.name)' stands here as a text", at: read.brief(entry.node))
                continue
            }
            given.append(.init(setting.name, .string(text)))
        }
        for secret in secrets where secret.isRequired && !entries.contains(where: { $0.name == secret.name }) {
            read.report(.missingKey, "the channel needs the setting '\(secret.name)'", at: node.span)
        }
        let others = channel.settings.filter { $0.kind != .secret }
        for (key, problem) in ChannelConfiguration.problems(.object(rest), others) {
            let place = entries.first { $0.name == key }?.key ?? node
            read.report(.badValue, "the channel's settings do not fit: \(problem)", at: place.span)
        }
        do throws(PluginFailure) {
            let configuration = ChannelConfiguration(
                .object(rest), schema: others, folder: PluginCommand.folderInside)
            return .object((try configuration.resolved().members ?? []) + given)
        } catch {
            return .object(given)
        }
    }

    /// A value as a clinic's settings have it: scalars as they are written.
    private static func written(_ node: YAMLNode) -> JSON {
        if let items = node.items { return .array(items.map(written)) }
        if let entries = node.entries {
            return .object(entries.map { JSON.Member($0.key.text ?? "", written($0.value)) })
        }
        return .string(node.text ?? "")
    }

    // MARK: Message

    private func message(_ form: PluginMessageDeclaration, _ read: inout Reader) -> OutgoingMessage {
        let sample = SampleDelivery.message
        return OutgoingMessage(
            name: form.name.value ?? sample.name, recipient: form.recipient.value ?? sample.recipient,
            address: form.address.value, subject: form.subject.value ?? sample.subject,
            body: form.body.value ?? sample.body, html: form.html.value,
            invitation: form.invitation.value.flatMap { invitation($0, &read) },
            caseID: form.caseID.value ?? sample.caseID)
    }

    private func invitation(_ form: PluginInvitationDeclaration, _ read: inout Reader) -> Invitation? {
        guard let node = form.start.node, case .timestamp(let start)? = read.value(node, as: .instant, "'start'") else {
            return nil
        }
        return Invitation(
            uid: form.uid.value ?? "\(SampleDelivery.caseID)-visit", sequence: form.sequence.value ?? 0,
            start: start.seconds, minutes: form.minutes.value ?? 50, summary: form.summary.value ?? "Visit",
            location: form.location.value)
    }
}
