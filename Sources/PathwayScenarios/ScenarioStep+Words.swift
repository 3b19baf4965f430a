import PathwayModel

extension ScenarioStep {
    /// What it gives the case, as one reads it.
    var words: String {
        let answers = standIns.map { "\($0.rule) answers \($0.answer.rawValue)" }
        let given = input?.words ?? "time passes"
        return ([given + (by.map { ", by \($0)" } ?? "")] + answers).joined(separator: "; ")
    }
}

extension ScenarioInput {
    fileprivate var words: String {
        switch self {
        case .given(let input): input.words
        case .correct(let entry, let recordings, _):
            "correct \(entry.words): \(recordings.map(\.words).joined(separator: ", "))"
        case .withdraw(let entry, _, _): "withdraw \(entry.words)"
        case .undo(let entry, _, let withLater): "undo \(entry.words)\(withLater ? " and what followed" : "")"
        }
    }
}

extension EntryName {
    fileprivate var words: String {
        switch self {
        case .number(let number): "#\(number)"
        case .request(let id): "'\(id)'"
        }
    }
}

extension Input {
    fileprivate var words: String {
        switch self {
        case .enroll(let enrollment): "enroll\(enrollment.with.words)"
        case .send(let event, let with): "send \(event)\(with.words)"
        case .record(let recordings): "record \(recordings.map(\.words).joined(separator: ", "))"
        case .attend(let status, let type): "attend \(status.rawValue)\(type.map { " (\($0))" } ?? "")"
        case .consent(let changes):
            "consent " + changes.map { "\($0.kind) \($0.granted ? "given" : "revoked")" }.joined(separator: ", ")
        case .extend(let state, let until, _): "extend\(state.map { " \($0)" } ?? "") until \(until)"
        case .complete, .decide, .tend, .correct, .withdraw, .undo, .mendClock, .heard, .delivery, .page: summary
        case .wake: "time passes"
        }
    }
}

extension Input.Recording {
    fileprivate var words: String {
        switch self {
        case .field(let name, let text): "\(name) \(text)"
        case .instrument(let name, let answers): "\(name)\(answers.words)"
        case .session(let status, let type): "session \(status.rawValue)\(type.map { " (\($0))" } ?? "")"
        }
    }
}

extension [Input.NamedText] {
    /// Behind what they belong to, in brackets.
    fileprivate var words: String {
        isEmpty ? "" : " (\(map { "\($0.name) \($0.text)" }.joined(separator: ", ")))"
    }
}
