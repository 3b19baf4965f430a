import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit

/// Hands messages to the channels of a plugin: those that its author wrote down, and some that every channel has to
/// answer, whatever it makes of them. No host is reached: what `sends_to` names is played, or cannot be reached.
struct DeliveryTrials {
    private let manifest: PluginManifest
    private let setup: PluginHost.Setup
    private let server = PlayedServer()
    private var host: PluginHost
    private var nextID = 1_000_000
    private(set) var problems: [String] = []

    /// Characters of a message that is too long for most.
    private static let oversized = 200_000

    init(_ manifest: PluginManifest, _ setup: PluginHost.Setup) {
        self.manifest = manifest
        var setup = setup
        setup.circumstances.network = .played(server)
        self.setup = setup
        host = PluginHost(setup)
    }

    /// Channels that are not tried: without the sandbox their messages would reach the world.
    private func isTried(_ channel: PluginManifest.Channel) -> Bool {
        setup.sandbox == .sealed || channel.sendsTo.isEmpty
    }

    mutating func run(_ cases: [DeliveryCase]) -> (problems: [String], note: String) {
        defer { host.shutDown() }
        let tried = manifest.channels.filter(isTried)
        let played = cases.filter { delivery in tried.contains { $0.name == delivery.channel } }
        for delivery in played { play(delivery) }
        for channel in tried {
            // In a process that knows none of these messages.
            host.shutDown()
            host = PluginHost(setup)
            handle(channel, cases.first { $0.channel == channel.name })
        }
        let untried = manifest.channels.filter { !isTried($0) }.map(\.name)
        var note = ["\(played.count) as expected; \(tried.count) channels answer whatever they are handed"]
        if !untried.isEmpty {
            note.append("not tried without a sandbox, as hosts would be reached: \(untried.joined(separator: ", "))")
        }
        return (problems, note.joined(separator: "; "))
    }

    // MARK: As written

    private mutating func play(_ delivery: DeliveryCase) {
        server.play(delivery.answers)
        let what = "line \(delivery.line), \(delivery.name)"
        let reply = ask(delivery.channel, delivery.message, delivery.settings, delivery.key, attempt: delivery.attempt)
        do throws(PluginFailure) {
            guard let difference = delivery.difference(from: try reply.get()) else { return }
            let isEncrypted =
                server.hasHeardTLS
                ? "; it speaks TLS, and the check answers plain HTTP: let a setting name an http:// address" : ""
            problems.append("\(what): \(difference)\(isEncrypted)")
        } catch {
            problems.append("\(what): expected \(delivery.expected.rawValue): \(error.reason)")
        }
    }

    // MARK: Whatever it is

    /// - Parameter written: what says which settings it may have.
    private mutating func handle(_ channel: PluginManifest.Channel, _ written: DeliveryCase?) {
        let settings = written?.settings ?? SampleDelivery.settings(channel.settings)
        let message = written?.message ?? SampleDelivery.message
        let key = "\(SampleDelivery.caseID)/check"
        server.play([])
        // Each may take half a minute: what does not answer the first is asked nothing more.
        guard expectOutcome(channel, "a message", message, settings, "\(key)/1", mayBeSent: channel.sendsTo.isEmpty)
        else { return }
        expectOutcome(channel, "the same message with the same key", message, settings, "\(key)/1", attempt: 2)
        let blank = OutgoingMessage(recipient: "patient", subject: "", body: "", caseID: SampleDelivery.caseID)
        expectOutcome(channel, "a blank message without an address", blank, settings, "\(key)/2")
        let long = OutgoingMessage(
            recipient: message.recipient, address: message.address, subject: message.subject,
            body: String(repeating: "0123456789", count: Self.oversized / 10), caseID: SampleDelivery.caseID)
        expectOutcome(channel, "a message of \(Self.oversized) characters", long, settings, "\(key)/3")
    }

    /// Whether there is one.
    @discardableResult
    private mutating func expectOutcome(
        _ channel: PluginManifest.Channel, _ what: String, _ message: OutgoingMessage, _ settings: JSON, _ key: String,
        attempt: Int = 1, mayBeSent: Bool = true
    ) -> Bool {
        do throws(PluginFailure) {
            let outcome = try ask(channel.name, message, settings, key, attempt: attempt).get()
            if outcome == .sent, !mayBeSent {
                problems.append("\(channel.name): it says that \(what) is sent, and no host can be reached")
            }
            return true
        } catch {
            problems.append("\(channel.name): \(what) gets no outcome: \(error.reason)")
            return false
        }
    }

    // MARK: Asking

    /// What it answers. A process that fails is not asked again, as one in service would be: that would hide it.
    private mutating func ask(
        _ channel: String, _ message: OutgoingMessage, _ settings: JSON, _ key: String, attempt: Int
    ) -> Result<Delivery, PluginFailure> {
        let id = nextID
        nextID += 1
        let call = PluginProtocol.deliver(
            id, channel: channel, message, settings: settings, key: key, attempt: attempt)
        do throws(PluginFailure) {
            let (answered, reply) = try PluginReply.read(try host.exchange(call.bytes).get())
            guard answered == id else { throw PluginFailure("it answered a question that nobody asked") }
            let json = try reply.get()
            do throws(ProtocolError) { return .success(try Delivery(json)) } catch {
                throw PluginFailure(error.message)
            }
        } catch {
            // Another process, which has no row of deaths behind it.
            host.shutDown()
            host = PluginHost(setup)
            return .failure(error)
        }
    }
}
