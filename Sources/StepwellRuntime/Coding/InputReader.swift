import CEL
import PathwayModel
package import StepwellStore

extension JournalRow {
    /// What kind of input it is, with no value of the patient's; nil where it cannot be read.
    package var summary: String? {
        do { return try Input(journal: input).summary } catch { return nil }
    }
}

extension Input {
    /// Reads an input that the journal kept.
    init(journal bytes: [UInt8]) throws(FactReader.Unreadable) {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw FactReader.Unreadable(detail: error.message) }
        try self.init(FactForm(json))
    }

    private init(_ form: FactForm) throws(FactReader.Unreadable) {
        switch try form.text("input") {
        case "enroll":
            self = .enroll(
                Enrollment(
                    with: form.namedTexts("with"), birthDate: form.date("birth_date"),
                    language: form.optionalText("language"), results: try form.inherited()))
        case "send": self = .send(event: try form.text("event"), with: form.namedTexts("with"))
        case "record": self = .record(try form.recordings())
        case "correct":
            self = .correct(entry: try form.int("entry"), try form.recordings(), reason: try form.text("reason"))
        case "withdraw":
            self = .withdraw(
                entry: try form.int("entry"), reason: try form.text("reason"), movedTo: form.optionalText("moved_to"))
        case "undo":
            self = .undo(
                entry: try form.int("entry"), reason: try form.text("reason"),
                withLater: form["with_later"]?.bool ?? false)
        case "mend_clock": self = .mendClock(reason: try form.text("reason"))
        case "attend": self = .attend(try form.attendance(), type: form.optionalText("type"))
        case "complete":
            self = .complete(task: try form.text("task"), outcome: form.optionalText("outcome"))
        case "decide":
            let choice: Choice
            if let id = form.optionalText("id") {
                choice = .transition(id: id)
            } else {
                choice = .target(try form.text("to"))
            }
            self = .decide(choice, reason: form.optionalText("reason"))
        case "consent":
            let changes = form["changes"]?.members ?? []
            self = .consent(changes.map { ConsentChange(kind: $0.name, granted: $0.value.bool ?? false) })
        case "extend":
            guard let until = form.date("until") else { throw form.unreadable }
            self = .extend(state: form.optionalText("state"), until: until, reason: try form.text("reason"))
        case "tend": self = .tend(try form.tending())
        // Whether a person was called is not kept beside it: that is a fact.
        case "delivery": self = .delivery(try DeliveryReport(form), calls: false)
        case "heard": self = .heard(try form.news())
        case "page": self = .page(try form.pagings())
        case "time": self = .wake
        default: throw form.unreadable
        }
    }
}

extension FactForm {
    func attendance() throws(FactReader.Unreadable) -> AttendanceStatus {
        guard let status = AttendanceStatus(rawValue: try text("status")) else { throw unreadable }
        return status
    }

    func namedTexts(_ key: String) -> [Input.NamedText] {
        (self[key]?.members ?? []).map { Input.NamedText($0.name, $0.value.string ?? "") }
    }

    fileprivate func recordings() throws(FactReader.Unreadable) -> [Input.Recording] {
        var recordings: [Input.Recording] = []
        for member in self["values"]?.members ?? [] {
            if member.name == Input.sessionKey {
                let session = FactForm(member.value)
                recordings.append(.session(try session.attendance(), type: session.optionalText("type")))
            } else if let answers = member.value.members {
                let texts = answers.map { Input.NamedText($0.name, $0.value.string ?? "") }
                recordings.append(.instrument(member.name, answers: texts))
            } else {
                recordings.append(.field(member.name, text: member.value.string ?? ""))
            }
        }
        return recordings
    }
}
