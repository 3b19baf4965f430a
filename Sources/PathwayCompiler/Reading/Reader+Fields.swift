import CEL
import PathwayModel

extension Reader {
    static let typeKeys = ["type", "min", "max", "options"]
    private static let typeWords = ["boolean", "integer", "number", "text", "choice", "date", "instant"]

    /// A type as `boolean`, or the form that says more.
    mutating func typeForm(_ node: YAMLNode, _ what: String, keys: [String]) -> (form: Form?, word: YAMLNode?) {
        if node.text != nil, !node.isNull { return (nil, node) }
        let form = form(node, what, keys: Self.typeKeys + keys)
        return (form, form?["type"])
    }

    /// The type that `type`, `min`, `max` and `options` say together; nil where it is reported.
    ///
    /// - Parameter fallback: what it is where there is no `type`; nil where there must be one.
    mutating func type(_ form: Form?, word node: YAMLNode?, _ what: String, fallback: String? = nil) -> FieldType? {
        let word: String
        if let node {
            guard let read = self.word(node, "the type of \(what)", among: Self.typeWords) else { return nil }
            word = read
        } else if let fallback {
            word = fallback
        } else {
            if let form { report(.missingKey, "\(what) needs the key 'type'", at: brief(form.node)) }
            return nil
        }
        let isNumeric = word == "integer" || word == "number"
        for key in ["min", "max"] where !isNumeric { refuse(key, of: form, what, word) }
        if word != "choice" { refuse("options", of: form, what, word) }
        switch word {
        case "boolean": return .boolean
        case "text": return .text
        case "date": return .date
        case "instant": return .instant
        case "choice": return choice(form, what, node)
        case "number":
            let (min, max) = (
                bound(form, "min", .number(min: nil, max: nil)), bound(form, "max", .number(min: nil, max: nil))
            )
            return checked(.number(min: min?.double, max: max?.double), form, what)
        default:
            let type = FieldType.integer(min: nil, max: nil)
            return checked(.integer(min: bound(form, "min", type)?.int, max: bound(form, "max", type)?.int), form, what)
        }
    }

    private mutating func bound(_ form: Form?, _ key: String, _ type: FieldType) -> Value? {
        form?[key].flatMap { value($0, as: type, "'\(key)'") }
    }

    private mutating func refuse(_ key: String, of form: Form?, _ what: String, _ word: String) {
        guard let node = form?.key(key) else { return }
        report(.keysClash, "\(what) is of type \(word), which has no '\(key)'", at: node.span)
    }

    private mutating func choice(_ form: Form?, _ what: String, _ word: YAMLNode?) -> FieldType? {
        guard let node = form?["options"] else {
            if let span = form.map({ brief($0.node) }) ?? word?.span {
                report(.missingKey, "\(what) is a choice and needs the key 'options'", at: span)
            }
            return nil
        }
        var options: [String] = []
        for item in list(node, "'options'") {
            guard let option = text(item, "an option") else { continue }
            if options.contains(option) {
                report(.duplicateName, "the option '\(option)' stands here a second time", at: item.span)
            } else {
                options.append(option)
            }
        }
        if options.isEmpty, node.items?.isEmpty ?? false {
            report(.badValue, "\(what) needs at least one option", at: node.span)
        }
        return options.isEmpty ? nil : .choice(options)
    }

    private mutating func checked(_ type: FieldType, _ form: Form?, _ what: String) -> FieldType {
        let isEmpty =
            switch type {
            case .integer(let min?, let max?): min > max
            case .number(let min?, let max?): min > max
            case .integer, .number, .boolean, .text, .choice, .date, .instant: false
            }
        if isEmpty, let node = form?["max"] {
            report(.badValue, "\(what): 'max' is less than 'min'", at: node.span)
        }
        return type
    }

    /// A field of `data` or `enrollment`; nil where its type is reported.
    mutating func field(_ entry: NamedNode, isEnrollment: Bool) -> Field? {
        let what = "'\(entry.name)'"
        let (form, word) = typeForm(entry.value, what, keys: ["default", "label", "fresh_for", "sensitivity"])
        guard let type = type(form, word: word, what) else { return nil }
        return Field(
            name: entry.name, type: type, label: form?["label"].flatMap { text($0, "'label'") },
            defaultValue: form?["default"].flatMap { value($0, as: type, "'default'") },
            freshFor: form?["fresh_for"].flatMap { duration($0, "'fresh_for'") }, isEnrollment: isEnrollment,
            sensitivity: form?["sensitivity"].flatMap { sensitivity($0) })
    }

    mutating func sensitivity(_ node: YAMLNode) -> Sensitivity? {
        word(node, "'sensitivity'", among: Sensitivity.allCases.map(\.rawValue)).flatMap(Sensitivity.init(rawValue:))
    }

    /// What an event brings.
    mutating func payload(_ entry: NamedNode) -> Event.Payload? {
        let what = "'\(entry.name)'"
        let (form, word) = typeForm(entry.value, what, keys: ["default", "label"])
        let label = form?["label"].flatMap { text($0, "'label'") }
        guard let type = type(form, word: word, what) else { return nil }
        if entry.name == "at" || entry.name == "date" {
            report(
                .reservedName, "what an event brings cannot be called \(what): every occurrence has it",
                at: entry.key.span)
            return nil
        }
        return Event.Payload(
            name: entry.name, type: type, defaultValue: form?["default"].flatMap { value($0, as: type, "'default'") },
            label: label)
    }
}

extension Value {
    fileprivate var double: Double? { if case .double(let number) = self { number } else { nil } }
    fileprivate var int: Int64? { if case .int(let number) = self { number } else { nil } }
}

extension FieldType {
    /// The values it can take, for comparisons that can never be true.
    var domain: Variable.Domain? { domain(isFixed: true) }

    /// The same, of a scale (an instrument says what it is), or of what may be widened (a field's bounds are the clinic's).
    func domain(isFixed: Bool) -> Variable.Domain? {
        switch self {
        case .choice(let options): .options(options)
        case .integer(let min, let max):
            min == nil && max == nil
                ? nil : .range(min: min.map { Double($0) }, max: max.map { Double($0) }, isFixed: isFixed)
        case .number(let min, let max): min == nil && max == nil ? nil : .range(min: min, max: max, isFixed: isFixed)
        case .boolean, .text, .date, .instant: nil
        }
    }
}
