import CEL
package import PathwayModel
import StepwellKit
import StepwellRuntime

/// What was forgotten about a patient, and where something still stands that this program may not remove.
package struct ErasureView: Sendable {
    /// The number that stands for the patient.
    package var number: String
    /// Files of messages that were removed.
    package var messages = 0
    /// Logs of plugins that were removed.
    package var logs = 0
    /// Backups from before.
    package var backups: [String] = []

    package var json: JSON {
        [
            "patient": .string(number), "values": .object([]), "messages_removed": JSON(messages),
            "plugin_logs_removed": JSON(logs), "backups": JSON(backups),
        ]
    }
}

extension Clinic {
    /// Forgets a patient's record, under all numbers, with the messages about the patient's cases that channels keep.
    /// Nobody can tell whom a line of a plugin's log is about: all those logs go.
    ///
    /// - Throws: `busy` where it is forgotten, but traces stand in files that others are using.
    package func erasePatient(_ id: String, isDryRun: Bool) throws -> ErasureView {
        let person = try store.person(id)
        let known = try KnownBackups(in: store)
        var view = ErasureView(number: person.numbers[0], backups: known.standing)
        guard !isDryRun else { return view }
        let listed = try list(person)
        for number in person.numbers { try store.erasePatient(number) }
        try AppliedErasures.add(listed, in: store)
        var traces: [String] = []
        if let removed = try eraseMessages(of: person) {
            view.messages = removed
        } else {
            traces.append("in messages, which another process is delivering or which cannot be removed")
        }
        let logs = PluginLog.all(of: folder.path)
        view.logs = logs.count { $0.remove() }
        if view.logs < logs.count { traces.append("in logs of plugins, which cannot be removed") }
        if try !store.clearTraces(besideBackups: known.paths) {
            traces.append("in the store's files, which another program is reading, such as a backup at work")
        }
        guard traces.isEmpty else {
            throw Failure(
                .busy, "traces_left",
                "the patient is erased, and recorded as erased, but traces still stand "
                    + traces.joined(separator: "; and "),
                hint: "say it again when that has ended: stepwell patient \(view.number) --erase")
        }
        return view
    }

    /// Lists the erasure of each of a patient's numbers, once for each time that there was a record: those of the patient.
    private func list(_ person: Person) throws -> [Erasure] {
        var list = try ErasureList(besideStore: folder.storePlace.side)
        let date = ZoneOffsets.utc.date(of: folder.parts.now())
        let key = list.erasures.last?.key
        var new: [Erasure] = []
        for number in person.numbers where try !list.has(number) || store.patient(number) != nil {
            new.append(Erasure(of: number, key: key ?? new.first?.key, date: date))
        }
        try list.add(new)
        return list.erasures.filter { erasure in person.numbers.contains(where: erasure.isOf) }
    }

    /// Removes the messages that channels keep: how many; nil where somebody delivers, or one cannot be removed.
    private func eraseMessages(of person: Person) throws -> Int? {
        let ids = try person.cases().map(\.id.text)
        let channels = folder.plugins.channels.values
        var removed: Int? = 0
        let hasTurn = try store.delivering {
            for channel in channels {
                for id in ids {
                    guard let count = channel.erase(aboutCase: id) else {
                        removed = nil
                        return
                    }
                    removed = removed.map { $0 + count }
                }
            }
        }
        return hasTurn ? removed : nil
    }
}
