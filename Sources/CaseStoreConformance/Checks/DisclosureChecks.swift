import CEL
import StepwellStore

extension CaseStoreConformance {
    static let channels: [Check] = [
        Check("a channel is closed until it is opened again, and what was said last of it counts") { store in
            let first = ClosedChannel(channel: "mail", at: Sample.instant(1, 999_999_999), reason: "gone")
            let other = ClosedChannel(channel: "chat", at: Timestamp(seconds: -1), reason: "no such room")
            try expect(try store.closedChannels(), equals: [], "before")
            try store.closeChannel(first)
            try store.closeChannel(other)
            try expect(try store.closedChannels(), equals: [other, first], "both, by name")
            let again = ClosedChannel(channel: "mail", at: Sample.instant(2, 1), reason: "gone for good")
            try store.closeChannel(again)
            try expect(try store.closedChannels(), equals: [other, again], "what was said last")
            try store.reopen(channel: "chat")
            try store.reopen(channel: "never closed")
            try expect(try store.closedChannels(), equals: [again], "what is left")
        }
    ]

    static let disclosures: [Check] = [
        Check("a consent is kept with every element, and replaced whole") { store in
            try expect(try store.releases(of: "P-a"), equals: [], "before")
            try store.save(Sample.release)
            try expect(try store.releases(of: "P-a"), equals: [Sample.release], "the consent")
            var changed = Sample.release
            (changed.expires, changed.revoked) = (nil, CalendarDate(daysSinceEpoch: 20_100))
            (changed.what, changed.signedBy) = ("nothing", "Ana M.")
            try store.save(changed)
            try expect(try store.releases(of: "P-a"), equals: [changed], "the consent as it is now")
        },
        Check("consents of a patient come by signature, then id, and no other's") { store in
            func release(_ id: String, _ signed: Int32, of patient: String = "P-a") -> Release {
                var release = Sample.release
                (release.id, release.patient) = (id, patient)
                release.signed = CalendarDate(daysSinceEpoch: signed)
                return release
            }
            let all = [release("z", -2), release("b", 20_000), release("c", 20_000), release("a", 20_001)]
            for one in all.reversed() { try store.save(one) }
            try store.save(release("y", 5, of: "P-b"))
            try expect(try store.releases(of: "P-a"), equals: all, "a's")
            try expect(try store.releases(of: "P-b").map(\.id), equals: ["y"], "b's")
        },
        Check("disclosures are kept in order, by patient, and outlive their consent") { store in
            let messages = (0..<3).map { Sample.message("a", 1, $0, to: "role \($0)") }
            try store.keep(Sample.change("a", 1) { $0.effects = messages })
            try store.save(Sample.release)
            var expected: [Disclosure] = []
            for (place, at) in [Sample.instant(9, 8), Sample.instant(9, 7), Timestamp(seconds: -3)].enumerated() {
                let disclosure = Sample.disclosure(
                    messages[place].effect, of: place == 1 ? "P-b" : "P-a", at: at)
                try store.settle(
                    Settlement(
                        effect: messages[place].effect, status: .sent, attempts: 1, channel: "mail", reason: nil,
                        at: at, disclosure: disclosure))
                expected.append(disclosure)
            }
            var revoked = Sample.release
            revoked.revoked = CalendarDate(daysSinceEpoch: 20_001)
            try store.save(revoked)
            try store.erasePatient("P-a")
            try expect(try store.disclosures(of: "P-a"), equals: [expected[0], expected[2]], "a's")
            try expect(try store.disclosures(of: "P-b"), equals: [expected[1]], "b's")
            try expect(try store.disclosures(of: "P-c"), equals: [], "nobody's")
        },
        Check("what is disclosed without a message stands in the ledger, in its place, and is no message") { store in
            let message = Sample.message("a", 1, 0)
            try store.keep(Sample.change("a", 1) { $0.effects = [message] })
            func packet(_ place: Int, of patient: String = "P-a") -> Disclosure {
                var packet = Sample.disclosure(EffectID(id: CaseID("a"), sequence: 1, index: place), of: patient)
                (packet.channel, packet.release) = ("packet", "")
                return packet
            }
            let sent = Sample.disclosure(message.effect, of: "P-a")
            try store.add(packet(-1))
            try store.settle(
                Settlement(
                    effect: message.effect, status: .sent, attempts: 1, channel: "mail", reason: nil, at: sent.at,
                    disclosure: sent))
            try store.add(packet(-2))
            try store.add(packet(-3, of: "P-b"))
            try expect(try store.disclosures(of: "P-a"), equals: [packet(-1), sent, packet(-2)], "a's")
            try expect(try store.disclosures(of: "P-b"), equals: [packet(-3, of: "P-b")], "b's")
            try expect(try store.outbox(OutboxFilter()).map(\.message), equals: [message], "messages")
        },
    ]
}
