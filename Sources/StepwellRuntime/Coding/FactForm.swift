import CEL
import PathwayModel

/// A fact's JSON, while it is read.
struct FactForm {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    subscript(key: String) -> JSON? { json[key] }

    var isNull: Bool { if case .null = json { true } else { false } }

    var unreadable: FactReader.Unreadable {
        FactReader.Unreadable(
            detail:
                "the fact or input '\(json["fact"]?.string ?? json["input"]?.string ?? "?")' names something the definition lacks"
        )
    }

    func text(_ key: String) throws(FactReader.Unreadable) -> String {
        guard let text = json[key]?.string else { throw unreadable }
        return text
    }

    func int(_ key: String) throws(FactReader.Unreadable) -> Int {
        guard let number = json[key]?.int else { throw unreadable }
        return number
    }

    func bool(_ key: String) throws(FactReader.Unreadable) -> Bool {
        guard let flag = json[key]?.bool else { throw unreadable }
        return flag
    }

    func form(_ key: String) throws(FactReader.Unreadable) -> FactForm {
        guard let part = json[key] else { throw unreadable }
        return FactForm(part)
    }

    func list(_ key: String) throws(FactReader.Unreadable) -> [FactForm] {
        guard let elements = json[key]?.array else { throw unreadable }
        return elements.map { FactForm($0) }
    }

    func ints(_ key: String) throws(FactReader.Unreadable) -> [Int] {
        var numbers: [Int] = []
        for element in try list(key) {
            guard let number = element.json.int else { throw unreadable }
            numbers.append(number)
        }
        return numbers
    }

    func texts(_ key: String) throws(FactReader.Unreadable) -> [String] {
        var texts: [String] = []
        for element in try list(key) {
            guard let text = element.json.string else { throw unreadable }
            texts.append(text)
        }
        return texts
    }

    func optionalText(_ key: String) -> String? { json[key]?.string }
    func date(_ key: String) -> CalendarDate? { json[key]?.string.flatMap { CalendarDate($0) } }
    func instant(_ key: String) -> Timestamp? { json[key]?.string.flatMap { Timestamp(rfc3339: $0) } }
    func instants(_ key: String) -> [Timestamp] {
        json[key]?.array?.compactMap { $0.string.flatMap { Timestamp(rfc3339: $0) } } ?? []
    }

    func moment() throws(FactReader.Unreadable) -> Moment {
        guard let at = instant("at"), let date = date("date") else { throw unreadable }
        return Moment(at: at, date: date, isDateOnly: json["date_only"]?.bool ?? false)
    }

    func optionalMoment() throws(FactReader.Unreadable) -> Moment? { json["at"] == nil ? nil : try moment() }
}

extension DeliveryReport {
    /// The report as a fact or as an input.
    init(_ form: FactForm) throws(FactReader.Unreadable) {
        guard let outcome = Outcome(rawValue: try form.text("outcome")) else { throw form.unreadable }
        self.init(
            sequence: try form.int("sequence"), place: try form.int("place"), subject: try form.text("subject"),
            recipient: try form.text("recipient"), outcome: outcome, channel: form.optionalText("channel"),
            code: form.optionalText("code"), attempts: try form.int("attempts"))
    }
}
