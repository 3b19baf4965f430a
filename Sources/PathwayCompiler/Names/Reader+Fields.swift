import CEL
import PathwayModel

extension Reader {
    /// A field of `data` or `enrollment`; nil where its type is reported.
    mutating func field(_ name: String, _ form: FieldDeclaration, isEnrollment: Bool) -> Field? {
        guard let type = type(of: form, "'\(name)'") else { return nil }
        return Field(
            name: name, type: type, label: form.label.value,
            defaultValue: value(form.defaultValue, as: type, "'default'"),
            freshFor: form.freshFor.value, isEnrollment: isEnrollment, sensitivity: form.sensitivity.value)
    }

    /// What an event brings; nil where it is reported.
    mutating func payload(_ name: String, _ form: PayloadDeclaration, at span: SourceSpan) -> Event.Payload? {
        guard let type = type(of: form, "'\(name)'") else { return nil }
        if name == "at" || name == "date" {
            report(
                .reservedName, "what an event brings cannot be called '\(name)': every occurrence has it", at: span)
            return nil
        }
        return Event.Payload(
            name: name, type: type, defaultValue: value(form.defaultValue, as: type, "'default'"),
            label: form.label.value)
    }

    // MARK: Types

    /// The type that `type`, `min`, `max` and `options` say together; nil where it is reported.
    ///
    /// - Parameter fallback: what it is where there is no `type`; nil where there must be one.
    mutating func type(of form: some TypedDeclaration, _ what: String, fallback: TypeWord? = nil) -> FieldType? {
        let keys = form.type
        guard let word = keys.word.isPresent ? keys.word.value : fallback else {
            if !keys.word.isPresent {
                report(.missingKey, "\(what) needs the key 'type'", at: form.place.span)
            }
            return nil
        }
        let isNumeric = word == .integer || word == .number
        if !isNumeric { refuse(keys.min.key, "min", what, word) }
        if !isNumeric { refuse(keys.max.key, "max", what, word) }
        if word != .choice { refuse(keys.options.key, "options", what, word) }
        switch word {
        case .boolean: return .boolean
        case .text: return .text
        case .date: return .date
        case .instant: return .instant
        case .choice: return choice(keys, what, at: form.place.span)
        case .number:
            let type = FieldType.number(min: nil, max: nil)
            let (min, max) = (value(keys.min, as: type, "'min'"), value(keys.max, as: type, "'max'"))
            return checked(.number(min: min?.double, max: max?.double), keys, what)
        case .integer:
            let type = FieldType.integer(min: nil, max: nil)
            let (min, max) = (value(keys.min, as: type, "'min'"), value(keys.max, as: type, "'max'"))
            return checked(.integer(min: min?.int, max: max?.int), keys, what)
        }
    }

    /// What is written as a value, once its type is known.
    mutating func value(_ written: Written<YAMLNode>, as type: FieldType, _ what: String) -> Value? {
        written.node.flatMap { value($0, as: type, what) }
    }

    private mutating func refuse(_ key: SourceSpan?, _ name: String, _ what: String, _ word: TypeWord) {
        guard let key else { return }
        report(.keysClash, "\(what) is of type \(word.rawValue), which has no '\(name)'", at: key)
    }

    private mutating func choice(_ keys: TypeKeys, _ what: String, at span: SourceSpan) -> FieldType? {
        guard case .present(_, let node, let items) = keys.options else {
            report(.missingKey, "\(what) is a choice and needs the key 'options'", at: span)
            return nil
        }
        var options = NameList()
        for (option, node) in (items ?? []).read() {
            guard !options.insert(option) else { continue }
            report(.duplicateName, "the option '\(option)' stands here a second time", at: node.span)
        }
        if options.isEmpty, node.items?.isEmpty ?? false {
            report(.badValue, "\(what) needs at least one option", at: node.span)
        }
        return options.isEmpty ? nil : .choice(options.names)
    }

    private mutating func checked(_ type: FieldType, _ keys: TypeKeys, _ what: String) -> FieldType {
        let isEmpty =
            switch type {
            case .integer(let min?, let max?): min > max
            case .number(let min?, let max?): min > max
            case .integer, .number, .boolean, .text, .choice, .date, .instant: false
            }
        if isEmpty, let node = keys.max.node {
            report(.badValue, "\(what): 'max' is less than 'min'", at: node.span)
        }
        return type
    }
}

extension Value {
    fileprivate var double: Double? { if case .double(let number) = self { number } else { nil } }
    fileprivate var int: Int64? { if case .int(let number) = self { number } else { nil } }
}
