import CEL
import Foundation
package import PathwayModel
package import StepwellKit
import Synchronization

/// Keeps one plugin's process and carries questions to it.
///
/// It never throws and never waits without end: whatever a plugin does, each question gets an answer, and where the
/// plugin failed the answer says so. One process is started when it is first needed, and kept. A process that dies,
/// hangs or talks nonsense is killed with everything it started; the next question starts another, after a pause
/// that grows; after `PluginLimits.deaths` in a row none is started until somebody says `plugin retry`.
package final class PluginHost: Sendable {
    package struct Setup: Sendable {
        package var manifest: PluginManifest
        package var folder: PluginFolder
        package var sandbox: PluginSandbox
        /// Further folders that it may read.
        package var readable: [String]
        package var limits: PluginLimits
        package var hostVersion: String
        /// Gets what the plugin writes to standard error, line by line, made safe.
        package var log: @Sendable (String) -> Void
        /// What was let in; nil where nobody asks, as for a check before that.
        package var admitted: Admitted?
        /// What a check changes around the process; nothing otherwise.
        package var circumstances = PluginCircumstances()

        package init(
            manifest: PluginManifest, folder: PluginFolder, sandbox: PluginSandbox, readable: [String] = [],
            limits: PluginLimits = .standard, hostVersion: String, log: @escaping @Sendable (String) -> Void,
            admitted: Admitted? = nil
        ) {
            self.manifest = manifest
            self.folder = folder
            self.sandbox = sandbox
            self.readable = readable
            self.limits = limits
            self.hostVersion = hostVersion
            self.log = log
            self.admitted = admitted
        }
    }

    package struct Admitted: Sendable {
        package var record: PluginRecord
        package var records: PluginRecords

        package init(record: PluginRecord, records: PluginRecords) {
            self.record = record
            self.records = records
        }
    }

    package let manifest: PluginManifest
    package let limits: PluginLimits
    private let state: Mutex<PluginTalk>
    private let rules: [String: PluginManifest.Rule]
    /// What says whether it is still what was let in, and has not been told to begin anew.
    private let edition: String

    package init(_ setup: Setup) {
        manifest = setup.manifest
        limits = setup.limits
        rules = Dictionary(
            setup.manifest.rules.map { ("\(setup.manifest.name).\($0.name)", $0) },
            uniquingKeysWith: { first, _ in first })
        let talk = PluginTalk(setup)
        edition = [
            setup.manifest.version, setup.admitted?.record.digest ?? "", "\(talk.questions.generation)",
        ].joined(separator: " ")
        state = Mutex(talk)
    }

    /// The plugin as the set of plugins sees it.
    package var hosted: HostedPlugin {
        HostedPlugin(
            name: manifest.name, version: manifest.version, edition: edition, rules: manifest.signatures,
            channels: manifest.channels.map { channel($0, named: $0.name, nil) },
            answer: { self.answers(to: $0, about: $1) })
    }

    /// One of its channels, under the name that a clinic gives it.
    ///
    /// - Parameter configuration: what the clinic says of it; nil where it says nothing.
    package func channel(
        _ kind: PluginManifest.Channel, named name: String, _ configuration: ChannelConfiguration?
    ) -> any Channel {
        HostedChannel(
            name: name, kind: kind.name, host: self,
            configuration: configuration ?? ChannelConfiguration([:], schema: kind.settings, folder: "."))
    }

    // MARK: Asking

    /// Verdicts on questions, in their order: sent together, read as they come.
    ///
    /// - Parameters:
    ///   - patient: whom they are about: told to nobody. Whoever's questions end the process keeps nobody else's from
    ///     being asked.
    ///   - shuffled: writes the members of every object in another order, as a check wants it.
    package func answers(
        to questions: [RuleQuestion], about patient: String? = nil, shuffled: Bool = false
    ) -> [RuleAnswer] {
        let label = manifest.label
        let calls = questions.map { call($0, about: patient, shuffled: shuffled) }
        let replies = state.withLock { talk in talk.call(calls, each: talk.limits.rule) }
        return replies.map { reply in
            do throws(PluginFailure) {
                return RuleAnswer(try verdict(reply), from: label)
            } catch {
                return .failure(error.reason, from: label)
            }
        }
    }

    private func verdict(_ reply: Result<JSON, PluginFailure>) throws(PluginFailure) -> Verdict {
        let json = try reply.get()
        do throws(ProtocolError) { return try Verdict(json) } catch { throw PluginFailure(error.message) }
    }

    private func call(_ question: RuleQuestion, about patient: String?, shuffled: Bool) -> PluginCall {
        let rule = rules[question.rule]
        let (name, reads) = (rule?.name ?? question.rule, rule?.reads ?? [])
        return PluginCall(
            message: { id in
                let message = PluginProtocol.evaluate(
                    id, rule: name, parameters: question.parameters, facts: question.facts, reads: reads)
                return shuffled ? message.shuffled : message
            }, question: EndingQuestions.Asked(question: question, reads: reads, patient: patient))
    }

    fileprivate func deliver(_ request: @escaping @Sendable (Int) -> JSON) -> Delivery {
        let reply = state.withLock { talk in
            talk.call([PluginCall(message: request)], each: talk.limits.delivery)[0]
        }
        do {
            return try Delivery(try reply.get())
        } catch let failure as PluginFailure {
            return .retry(reason: failure.reason)
        } catch {
            return .retry(reason: "its answer is no outcome")
        }
    }

    /// What the plugin says of itself; starts it where it does not run.
    package func handshake() -> Result<JSON, PluginFailure> {
        state.withLock { talk in
            do throws(PluginFailure) { return .success(try talk.begin()) } catch { return .failure(error) }
        }
    }

    /// Sends a line as it stands, for talking by hand; answers with the line that comes back.
    package func exchange(_ line: [UInt8]) -> Result<[UInt8], PluginFailure> {
        state.withLock { $0.exchange(line) }
    }

    /// Tells the process to end, and ends it.
    package func shutDown() { state.withLock { $0.shutDown() } }

}

/// A channel of a plugin process. Where the plugin fails, the message is tried again.
private struct HostedChannel: Channel {
    let name: String
    /// What the plugin calls it.
    let kind: String
    let host: PluginHost
    let configuration: ChannelConfiguration

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let settings: JSON
        do { settings = try configuration.resolved() } catch { return .retry(reason: error.reason) }
        return host.deliver { id in
            PluginProtocol.deliver(id, channel: kind, message, settings: settings, key: key, attempt: attempt)
        }
    }
}
