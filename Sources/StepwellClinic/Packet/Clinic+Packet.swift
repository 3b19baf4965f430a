import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// What a payer asks for of a case, as far as it may be told now. Nothing is kept.
    ///
    /// - Throws: `no_release` where nothing may be told.
    package func packet(of text: String, _ request: PacketRequest, by actor: Actor) throws -> MadePacket {
        let seen = try look(at: text, when: .clock(now()))
        let pathway = seen.pathway
        let person = try store.person(seen.stepped.patient)
        let scope = PacketScope(
            pathway, try person.releases(), to: request.recipient, for: request.purpose, on: seen.today)
        guard !scope.isProtected || scope.release != nil else {
            throw Failure(
                .refused, "no_release",
                "the patient has agreed to no disclosure to '\(request.recipient)' for \(request.purpose), and without "
                    + "that nothing of this case may be told",
                hint: "'stepwell release add' keeps a consent that was signed")
        }
        let asked = try pathway.places(of: request)
        let history = try runner.history(of: seen.id, seen.stepped.definition)
        let source = PacketSource(seen, try person.record(), history: history)
        var packet = source.packet(asked, request, under: scope, by: actor)
        // Under the consent goes what only it lets out.
        let plain = source.packet(asked, request, under: scope.withoutConsent, by: actor)
        if scope.isProtected || packet != plain { packet.release = scope.release }
        let disclosure = try disclosure(of: packet, seen, at: now())
        return MadePacket(
            packet: packet, disclosure: disclosure, leftOut: scope.leftOut(asked, of: seen),
            notes: try notes(onRecipient: request.recipient, of: person))
    }

    /// Whether a recipient is written as one whom settings, consents or earlier disclosures name, but for a letter or two.
    private func notes(onRecipient recipient: String, of person: Person) throws -> [String] {
        let disclosed = try person.numbers.flatMap { try store.disclosures(of: $0) }.map(\.recipient)
        let known = try Set(settings.recipients.keys).union(person.releases().map(\.recipient)).union(disclosed)
        guard !known.contains(recipient), let meant = Suggestions.hint(for: recipient, among: known) else { return [] }
        return ["nothing names '\(recipient)' yet: \(meant)"]
    }

    /// Keeps that a packet leaves the clinic, before it does.
    package func keep(_ made: MadePacket) throws { try store.add(made.disclosure) }

    private func disclosure(of packet: Packet, _ seen: SeenCase, at now: Timestamp) throws -> Disclosure {
        let sequence = seen.state.sequence
        let before = try store.disclosures(of: seen.stepped.patient).map(\.effect).filter {
            $0.id == seen.id && $0.sequence == sequence && $0.index < 0
        }
        return Disclosure(
            patient: seen.stepped.patient,
            effect: EffectID(id: seen.id, sequence: sequence, index: -1 - before.count), at: now,
            recipient: packet.recipient, channel: Disclosure.packetChannel, purpose: packet.purpose,
            what: packet.told.joined(separator: ", "), release: packet.release?.id ?? "")
    }
}

extension Disclosure {
    /// What stands in the place of a channel for what was handed out as a file.
    package static let packetChannel = "packet"
}

/// What of a pathway is asked for.
struct AskedPlaces {
    var instruments: [InstrumentIndex]
    var fields: [FieldIndex]
}

extension Pathway {
    /// - Throws: `no_such_field`, `no_such_instrument` for what the pathway has not.
    fileprivate func places(of request: PacketRequest) throws(Failure) -> AskedPlaces {
        var asked: [FieldIndex] = []
        for name in request.fields {
            guard let place = fields.firstIndex(where: { $0.name == name }) else {
                throw Failure(
                    .usage, "no_such_field", "the pathway has no field '\(name)'",
                    hint: Suggestions.hint(for: name, among: fields.map(\.name)))
            }
            asked.append(FieldIndex(place))
        }
        for name in request.without where !instruments.contains(where: { $0.name == name }) {
            throw Failure(
                .usage, "no_such_instrument", "the pathway has no instrument '\(name)'",
                hint: Suggestions.hint(for: name, among: instruments.map(\.name)))
        }
        let kept = instruments.indices.filter { !request.without.contains(instruments[$0].name) }
        return AskedPlaces(instruments: kept.map { InstrumentIndex($0) }, fields: asked)
    }
}

extension PacketScope {
    /// What is asked for and may not be told.
    fileprivate func leftOut(_ asked: AskedPlaces, of seen: SeenCase) -> [String] {
        asked.fields.filter { !tells($0) }.map { pathway.fields[$0].name }
            + asked.instruments.filter { !tells($0) && seen.state.newestScored($0) != nil }.map {
                pathway.instruments[$0].name
            }
            + PacketPart.allCases.filter { !tells($0) }.map(\.rawValue)
    }
}
